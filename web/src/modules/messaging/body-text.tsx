import { piecesOf } from './safe-text.ts'

/** Plain text as it was written, with its line breaks; addresses can be opened. */
export function BodyText({ text }: { text: string }) {
  return (
    <div className="body-text">
      {piecesOf(text).map((piece, at) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
            key={at}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {piece.text}
          </a>
        ),
      )}
    </div>
  )
}
