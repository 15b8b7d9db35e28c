import { BankOutlined, InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Upload } from 'antd'
import { useState } from 'react'
import { useGo } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { List, type ListColumn } from '../../../ui/list-page.tsx'
import { Page } from '../../../ui/page.tsx'
import { ApiError } from '../../../ui/problem.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { DateText, RelativeTime, StateTag } from '../../../ui/values.tsx'
import { type bank, importStatement, keys, moneyChanged } from './api.ts'
import { MappingForm } from './bank-mapping.tsx'
import { MoneyTabs } from './money-frame.tsx'

/** Bank statements: bring one in, and go on with those that are not done. */
export function BankPage() {
  const { t } = useTexts()
  const may = useMay()
  return (
    <Page title={t('money:bank.title')} note={t('money:bank.note')}>
      <MoneyTabs open="bank" />
      <div className="stack">
        {may('trade:edit') && <Import />}
        <List<bank.StatementHead>
          id="bank-statements"
          queryKey={keys.statements}
          path="/bank-statements"
          rowKey={(statement) => statement.id}
          to={(statement) => `/money/bank/${statement.id}`}
          columns={useColumns()}
          isEmbedded
          empty={{
            icon: <BankOutlined />,
            title: t('money:bank.none'),
            note: t('money:bank.dropNote'),
          }}
        />
      </div>
    </Page>
  )
}

function Import() {
  const { t } = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const { message } = App.useApp()
  const say = useErrorText()
  const [file, setFile] = useState<File | null>(null)
  const send = useMutation({
    mutationFn: ({ file, mapping }: { file: File; mapping?: bank.BankMapping }) =>
      importStatement(file, mapping),
    onSuccess: ({ statements }) => {
      void moneyChanged(client)
      const first = statements[0]!
      message.success(
        first.isNew ? t('money:bank.imported', { count: first.entries }) : t('money:bank.already'),
      )
      go(`/money/bank/${first.id}`)
    },
  })
  const asked =
    send.error instanceof ApiError && send.error.reason === 'bank_columns_unknown'
      ? (send.error.data as { headings: string[]; headerRow: number })
      : null
  return (
    <section className="card card-padded stack">
      <Upload.Dragger
        accept=".xml,.xlsx,.csv,.txt"
        showUploadList={false}
        disabled={send.isPending}
        beforeUpload={(chosen) => {
          setFile(chosen)
          send.mutate({ file: chosen })
          return false
        }}
      >
        <p className="drop-icon" aria-hidden>
          <InboxOutlined />
        </p>
        <p className="drop-title">{t('money:bank.drop')}</p>
        <p className="soft">{t('money:bank.dropNote')}</p>
      </Upload.Dragger>
      {asked && file ? (
        <MappingForm
          headings={asked.headings}
          headerRow={asked.headerRow}
          isSending={send.isPending}
          onDone={(mapping) => send.mutate({ file, mapping })}
        />
      ) : (
        send.error && <Alert type="error" showIcon title={say(send.error)} role="alert" />
      )}
    </section>
  )
}

function useColumns(): ListColumn<bank.StatementHead>[] {
  const { t } = useTexts()
  return [
    {
      key: 'statement',
      title: t('money:bank.statement'),
      render: (one) => one.statementNo || one.fileName,
    },
    { key: 'account', title: t('money:bank.account'), render: (one) => one.account },
    {
      key: 'period',
      title: t('money:bank.period'),
      render: (one) => (
        <>
          <DateText at={one.fromOn} /> – <DateText at={one.toOn} />
        </>
      ),
    },
    {
      key: 'entries',
      title: t('money:bank.entries'),
      align: 'right',
      width: 90,
      render: (one) => <span className="figures">{one.entries}</span>,
    },
    {
      key: 'open',
      title: t('money:bank.open'),
      width: 120,
      render: (one) =>
        one.openEntries > 0 ? (
          <StateTag tone="accent">{one.openEntries}</StateTag>
        ) : (
          <StateTag tone="good">{t('money:bank.done')}</StateTag>
        ),
    },
    { key: 'at', title: '', width: 120, render: (one) => <RelativeTime at={one.importedAt} /> },
  ]
}
