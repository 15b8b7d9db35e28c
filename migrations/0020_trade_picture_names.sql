-- A picture of a product keeps its file's name and type, which never change: a catalogue is read without the
-- many policies by which a file shows to others.
ALTER TABLE product_pictures ADD COLUMN name text, ADD COLUMN media_type text;
UPDATE product_pictures x SET name = f.name, media_type = f.media_type FROM files f WHERE f.id = x.file_id;
ALTER TABLE product_pictures ALTER COLUMN name SET NOT NULL, ALTER COLUMN media_type SET NOT NULL;
