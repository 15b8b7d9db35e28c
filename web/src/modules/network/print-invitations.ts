import QRCode from 'qrcode'

/** Prints one card per invitation: the partner's name, its code to scan, and until when it is good. */
export async function printInvitations(
  cards: { name: string; link: string; note: string }[],
): Promise<void> {
  const frame = document.createElement('iframe')
  frame.className = 'sr-only'
  document.body.append(frame)
  const page = frame.contentDocument!
  const style = page.createElement('style')
  style.textContent = `
    body { font-family: system-ui, 'PingFang SC', 'Microsoft YaHei', sans-serif; margin: 0; display: grid; grid-template-columns: repeat(2, 1fr); gap: 8mm; }
    section { border: 1px solid #999; border-radius: 3mm; padding: 6mm; text-align: center; break-inside: avoid; }
    img { width: 42mm; height: 42mm; } h2 { font-size: 12pt; margin: 0 0 3mm; } p { font-size: 9pt; margin: 2mm 0 0; overflow-wrap: anywhere; }`
  page.head.append(style)
  for (const card of cards) {
    const section = page.createElement('section')
    const [title, picture, note] = [
      page.createElement('h2'),
      page.createElement('img'),
      page.createElement('p'),
    ]
    title.textContent = card.name
    picture.src = await QRCode.toDataURL(card.link, { width: 400, margin: 1 })
    note.textContent = card.note
    section.append(title, picture, note)
    page.body.append(section)
  }
  const images = [...page.images].map((image) => image.decode())
  await Promise.all(images)
  // The frame must live until the dialog has closed; Safari returns from print() at once.
  frame.contentWindow!.addEventListener('afterprint', () => frame.remove())
  frame.contentWindow!.print()
}
