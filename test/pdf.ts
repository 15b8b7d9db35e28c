import { extractText } from 'unpdf'

/** The text of each page of a PDF, as a reader would find it by searching. */
export async function readPdf(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: false })
  return text.map((page) => page.replace(/\s+/g, ' '))
}
