const SIDE_MAX = 1600
const PHOTO_BYTES_MAX = 3_000_000

/**
 * A photo small enough to wait on the device: 1600 pixels at most, a few hundred kilobytes. Null where the
 * browser cannot read it and it is too big to keep as it is.
 */
export async function smallPhoto(photo: File): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(photo)
    const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
    if (small && small.size <= PHOTO_BYTES_MAX) return small
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
  return photo.size <= PHOTO_BYTES_MAX ? photo : null
}
