import { Alert, Button, Drawer, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { uuid } from '../../ui/uuid.ts'
import { type ScannedBundle, scan } from './api.ts'
import type { Reporting } from './report-page.tsx'

interface Props {
  isOpen: boolean
  /** From the address, when the phone's own camera read the label. */
  code: string | null
  onClose: () => void
  onReport: Reporting
}

// Chrome on phones reads codes by itself; where a browser does not, the code under the picture is typed.
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
const Reader = (
  globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Detector }
).BarcodeDetector

/** A bundle's label: read by the camera or typed, then reported as a whole in one of my operations. */
export function ScanSheet(props: Props) {
  return props.isOpen ? <OpenScan {...props} /> : null
}

function OpenScan({ code, onClose, onReport }: Props) {
  const { t } = useTexts()
  const format = useFormat()
  const say = useErrorText()
  const [typed, setTyped] = useState(code ?? '')
  const [bundle, setBundle] = useState<ScannedBundle | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  async function find(text: string): Promise<void> {
    setFailure(null)
    try {
      setBundle(await scan(codeIn(text)))
    } catch (error) {
      setFailure(error)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address brought is looked up once
  useEffect(() => {
    if (code) void find(code)
  }, [code])
  return (
    <Drawer
      open
      placement="bottom"
      size={Math.min(640, window.innerHeight * 0.85)}
      title={t('production:scan.title')}
      onClose={onClose}
    >
      <div className="report-sheet">
        {!bundle && Reader && <Camera onRead={(text) => void find(text)} />}
        {!bundle && (
          <div className="row nowrap">
            <Input
              size="large"
              value={typed}
              placeholder={t('production:scan.type')}
              aria-label={t('production:scan.type')}
              autoCapitalize="characters"
              onChange={(event) => setTyped(event.target.value)}
              onPressEnter={() => void find(typed)}
            />
            <Button
              size="large"
              type="primary"
              disabled={typed.trim() === ''}
              onClick={() => void find(typed)}
            >
              {t('production:scan.find')}
            </Button>
          </div>
        )}
        {failure !== null && <Alert type="error" showIcon title={say(failure)} role="alert" />}
        {bundle && (
          <>
            <p>
              <b>
                {bundle.orderCode} {bundle.productName}
              </b>
              <br />
              <span className="soft figures">
                {bundle.code} · {format.number(bundle.quantity, 3)} {bundle.unit}
              </span>
            </p>
            {bundle.work.map(({ id, operation, isReported }) => (
              <Button
                key={id}
                size="large"
                type="primary"
                block
                disabled={isReported}
                onClick={() => {
                  onClose()
                  void onReport(
                    {
                      ...{ id: uuid(), shareId: id, good: bundle.quantity, source: 'scan' },
                      ...{ bundleCode: bundle.code, doneAt: new Date().toISOString() },
                    },
                    t('production:report.sent', {
                      operation: operation.name,
                      count: format.number(bundle.quantity, 3),
                      unit: bundle.unit,
                    }),
                  )
                }}
              >
                {t(isReported ? 'production:scan.reported' : 'production:scan.report', {
                  operation: operation.name,
                })}
              </Button>
            ))}
          </>
        )}
      </div>
    </Drawer>
  )
}

/** Labels hold an address, so that any camera leads here; ours takes the code out of it. */
function codeIn(text: string): string {
  return (/[?&]bundle=([^&]+)/.exec(text)?.[1] ?? text).trim().toUpperCase()
}

function Camera({ onRead }: { onRead: (text: string) => void }) {
  const { t } = useTexts()
  const video = useRef<HTMLVideoElement>(null)
  const [isBlocked, setBlocked] = useState(false)
  const latest = useRef(onRead)
  useEffect(() => {
    latest.current = onRead
  })
  useEffect(() => {
    let stream: MediaStream | null = null
    let isGone = false
    async function watch(): Promise<void> {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      } catch {
        // No camera, or no leave to use it: the code is typed.
        setBlocked(true)
        return
      }
      const view = video.current
      if (!view || isGone || !Reader) return
      view.srcObject = stream
      await view.play()
      const reader = new Reader({ formats: ['qr_code'] })
      while (!isGone) {
        const [found] = await reader.detect(view)
        if (found) return latest.current(found.rawValue)
        await new Promise((done) => setTimeout(done, 150))
      }
    }
    void watch()
    return () => {
      isGone = true
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  return isBlocked ? null : (
    <video
      ref={video}
      className="scan-view"
      muted
      playsInline
      aria-label={t('production:scan.camera')}
    />
  )
}
