import { RobotOutlined, TeamOutlined } from '@ant-design/icons'

const TINTS = 5

/** Chinese given names tell people apart better than the few family names do. */
function shortOf(name: string): string {
  const plain = name.trim()
  if (/[\u4e00-\u9fff]/.test(plain)) return plain.replace(/\s/g, '').slice(-2)
  return plain
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
}

export function Avatar({
  name,
  kind = 'person',
}: {
  name: string
  kind?: 'person' | 'group' | 'robot'
}) {
  const tint = [...name].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % TINTS
  return (
    <span className={`avatar avatar-${kind} avatar-tint-${tint}`} aria-hidden>
      {kind === 'group' ? <TeamOutlined /> : kind === 'robot' ? <RobotOutlined /> : shortOf(name)}
    </span>
  )
}
