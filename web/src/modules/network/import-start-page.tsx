import { DownloadOutlined, FileExcelOutlined } from '@ant-design/icons'
import { Alert, Button, Progress, Segmented, Upload } from 'antd'
import { useState } from 'react'
import { IMPORT_FIELDS } from '../../../../server/modules/network/schema.ts'
import { useGo, useRouteParams } from '../../app/navigation.ts'
import { toCsv } from '../../ui/csv.ts'
import { saveFile } from '../../ui/http.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { useErrorText } from '../../ui/states.tsx'
import { type ImportField, type Side, useChain, useUpload } from './api.ts'
import { ImportSteps } from './import-steps.tsx'
import { Labelled } from './labelled.tsx'
import { PartnerPicker } from './partner-picker.tsx'
import './network.css'

/** The first step of an import: whose partners they are, and the sheet. */
export function ImportStartPage() {
  const { t } = useTexts()
  const go = useGo()
  const say = useErrorText()
  const { chainId } = useRouteParams<'chainId'>()
  const chain = useChain(chainId)
  const upload = useUpload(chainId)
  const [side, setSide] = useState<Side>('downstream')
  const [parentId, setParentId] = useState<string | null>(null)
  const [share, setShare] = useState(0)
  function send(file: File): void {
    setShare(0)
    upload.mutate(
      { file, side, parentId, onProgress: setShare },
      { onSuccess: (job) => go(`/imports/${job.id}`) },
    )
  }
  return (
    <Page
      title={t('network:import.title')}
      note={t('network:import.note')}
      back={{ to: `/chains/${chainId}`, label: chain.data?.name ?? t('network:chains.one') }}
      width="narrow"
    >
      <div className="stack">
        <ImportSteps step="upload" />
        <section className="card card-padded stack">
          <div className="stack-small">
            <span>{t('network:import.side')}</span>
            <Segmented
              value={side}
              onChange={setSide}
              options={(['downstream', 'upstream'] as const).map((value) => ({
                value,
                label: t(`network:side.${value}`),
              }))}
            />
          </div>
          <Labelled label={t('network:import.under')} help={t('network:import.underHelp')}>
            {(id) => (
              <PartnerPicker id={id} chainId={chainId} value={parentId} onChange={setParentId} />
            )}
          </Labelled>
          <Upload.Dragger
            accept=".xlsx,.csv,.txt"
            showUploadList={false}
            disabled={upload.isPending}
            beforeUpload={(file) => {
              send(file)
              return false
            }}
          >
            <p className="drop-icon" aria-hidden>
              <FileExcelOutlined />
            </p>
            <p className="drop-title">{t('network:import.drop')}</p>
            <p className="soft">{t('network:import.dropNote')}</p>
          </Upload.Dragger>
          {upload.isPending && (
            <Progress
              percent={Math.round(share * 100)}
              status="active"
              aria-label={t('network:import.sending')}
            />
          )}
          {upload.error && <Alert type="error" showIcon title={say(upload.error)} role="alert" />}
        </section>
        <Template />
      </div>
    </Page>
  )
}

const EXAMPLES: ImportField[] = [
  'code',
  'name',
  'parentCode',
  'kind',
  'region',
  'address',
  'group',
  'contactName',
  'contactJobTitle',
  'contactPhone',
]

/** A sheet with our headings and one example, made here and now in the reader's language. */
function Template() {
  const { t } = useTexts()
  function save(): void {
    const headers = IMPORT_FIELDS.map((field) => t(`network:importField.${field}`))
    const example = IMPORT_FIELDS.map((field) =>
      EXAMPLES.includes(field) ? t(`network:importExample.${field}`) : '',
    )
    saveFile(
      new Blob([toCsv(headers, [example])], { type: 'text/csv' }),
      `${t('network:import.templateName')}.csv`,
    )
  }
  return (
    <section className="card card-padded template">
      <div>
        <strong>{t('network:import.templateTitle')}</strong>
        <p className="soft">{t('network:import.templateNote')}</p>
      </div>
      <Button icon={<DownloadOutlined />} onClick={save}>
        {t('network:import.template')}
      </Button>
    </section>
  )
}
