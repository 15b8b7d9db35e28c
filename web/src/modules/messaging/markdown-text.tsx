import { Fragment, type ReactNode } from 'react'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'

/** Markdown as React elements: nothing of it is ever read as HTML. */
export function MarkdownText({ text }: { text: string }) {
  return <div className="md">{blocks(parseMarkdown(text))}</div>
}

// biome-ignore-start lint/suspicious/noArrayIndexKey: parts of one fixed text
function blocks(list: Block[]): ReactNode {
  return list.map((block, at) => <Fragment key={at}>{drawBlock(block)}</Fragment>)
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <div className={`md-heading md-heading-${block.level}`}>{inline(block.parts)}</div>
    case 'quote':
      return <blockquote>{blocks(block.blocks)}</blockquote>
    case 'code':
      return <pre>{block.text}</pre>
    case 'rule':
      return <hr />
    case 'list': {
      const items = block.items.map((parts, at) => <li key={at}>{inline(parts)}</li>)
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return (
        <div className="md-table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, at) => (
                  <th key={at}>{inline(cell)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) => (
                    <td key={column}>{inline(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )
    case 'paragraph':
      return (
        <p>
          {block.lines.map((line, at) => (
            <Fragment key={at}>
              {at > 0 && <br />}
              {inline(line)}
            </Fragment>
          ))}
        </p>
      )
  }
}

function inline(parts: Inline[]): ReactNode {
  return parts.map((part, at) => <Fragment key={at}>{drawInline(part)}</Fragment>)
}
// biome-ignore-end lint/suspicious/noArrayIndexKey: parts of one fixed text

function drawInline(part: Inline): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code>{part.text}</code>
    case 'bold':
      return <strong>{inline(part.parts)}</strong>
    case 'italic':
      return <em>{inline(part.parts)}</em>
    case 'tone':
      return <span className={`md-${part.tone}`}>{inline(part.parts)}</span>
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {inline(part.parts)}
        </a>
      )
  }
}
