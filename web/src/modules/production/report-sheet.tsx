import { CameraOutlined } from '@ant-design/icons'
import { App, Button, Drawer, Input, InputNumber, Upload } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { uuid } from '../../ui/uuid.ts'
import type { WorkItem } from './api.ts'
import { smallPhoto } from './photo.ts'
import type { Reporting } from './report-page.tsx'

interface Props {
  work: WorkItem | null
  onClose: () => void
  onReport: Reporting
}

/** How many: one tap on a usual number, or a number of one's own with what was spoiled and a photo. */
export function ReportSheet(props: Props) {
  return props.work ? <OpenSheet {...props} work={props.work} key={props.work.id} /> : null
}

function OpenSheet({ work, onClose, onReport }: Props & { work: WorkItem }) {
  const { t } = useTexts()
  const format = useFormat()
  const { message } = App.useApp()
  const [good, setGood] = useState<number | null>(null)
  const [scrap, setScrap] = useState<number | null>(null)
  const [scrapReason, setReason] = useState('')
  const [photo, setPhoto] = useState<Blob | null>(null)
  const unit = work.operation.unit
  const left = Math.max(0, work.quantity - work.good - work.scrap)

  function send(count: number, spoiled = 0): void {
    const title = t('production:report.sent', {
      operation: work.operation.name,
      count: format.number(count, 3),
      unit,
    })
    onClose()
    void onReport(
      {
        ...{ id: uuid(), shareId: work.id, good: count, scrap: spoiled, source: 'phone' },
        scrapReason: spoiled > 0 ? scrapReason.trim() : '',
        doneAt: new Date().toISOString(),
      },
      title,
      photo ?? undefined,
    )
  }
  async function attach(taken: File): Promise<void> {
    const small = await smallPhoto(taken)
    if (small) setPhoto(small)
    else message.error(t('production:report.photoTooBig'))
  }
  const isReady =
    (good ?? 0) + (scrap ?? 0) > 0 && ((scrap ?? 0) === 0 || scrapReason.trim() !== '')
  return (
    <Drawer
      open
      placement="bottom"
      size={Math.min(640, window.innerHeight * 0.85)}
      title={`${work.operation.name} · ${work.orderCode}`}
      onClose={onClose}
    >
      <div className="report-sheet">
        <p className="soft figures">
          {t(work.lastReportedAt === null ? 'production:report.whole' : 'production:report.left', {
            count: format.number(left, 3),
            unit,
          })}
        </p>
        <div className="report-quick">
          {usualOf(left).map((count) => (
            <Button key={count} size="large" onClick={() => send(count)}>
              {format.number(count, 3)}
            </Button>
          ))}
        </div>
        <div className="report-own">
          <InputNumber
            size="large"
            className="wide"
            min={0}
            inputMode="decimal"
            value={good}
            placeholder={t('production:report.good')}
            aria-label={t('production:report.good')}
            suffix={unit}
            onChange={setGood}
          />
          <InputNumber
            size="large"
            className="wide"
            min={0}
            inputMode="decimal"
            value={scrap}
            placeholder={t('production:report.scrap')}
            aria-label={t('production:report.scrap')}
            suffix={unit}
            onChange={setScrap}
          />
        </div>
        {(scrap ?? 0) > 0 && (
          <Input
            size="large"
            value={scrapReason}
            placeholder={t('production:report.scrapReason')}
            aria-label={t('production:report.scrapReason')}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        <div className="row nowrap">
          <Upload
            accept="image/*"
            showUploadList={false}
            beforeUpload={(taken) => {
              void attach(taken)
              return false
            }}
          >
            <Button size="large" icon={<CameraOutlined />}>
              {photo ? t('production:report.photoDone') : t('production:report.photo')}
            </Button>
          </Upload>
          <Button
            size="large"
            type="primary"
            block
            disabled={!isReady}
            onClick={() => send(good ?? 0, scrap ?? 0)}
          >
            {t('production:report.send')}
          </Button>
        </div>
      </div>
    </Drawer>
  )
}

/** Round numbers that fit into what is left, and the rest itself. */
function usualOf(left: number): number[] {
  const usual = [5, 10, 20, 50, 100, 200].filter((count) => count < left).slice(-5)
  return left > 0 ? [...usual, left] : [5, 10, 20]
}
