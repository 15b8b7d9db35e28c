import { LinkOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Collapse, Select, Steps } from 'antd'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { ChainInput } from '../../../../server/modules/network/schema.ts'
import { useGo, useSearchValues } from '../../app/navigation.ts'
import { useMe } from '../../app/session.ts'
import { Field, InlineForm } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import { useOpenChain } from './api.ts'
import { ChainNameFields, ChainRuleFields } from './chain-fields.tsx'
import { PartnerForm } from './partner-form.tsx'
import './network.css'

const CURRENCIES = ['CNY', 'HKD', 'USD', 'EUR', 'JPY', 'VND', 'SGD']

/** Opens a chain in three calm steps: what it is, its details, its partners. The open chain stands in the address. */
export function ChainNewPage() {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const [values, change] = useSearchValues()
  const chainId = typeof values.chain === 'string' ? values.chain : null
  const [isReady, setReady] = useState(false)
  const step = chainId ? 2 : isReady ? 1 : 0
  return (
    <Page
      title={t('network:new.title')}
      back={{ to: '/chains', label: t('network:chains.title') }}
      width="narrow"
    >
      <div className="stack">
        <Steps
          current={step}
          size="small"
          responsive={false}
          titlePlacement={isPhone ? 'vertical' : 'horizontal'}
          items={[
            { title: t('network:new.step1') },
            { title: t('network:new.step2') },
            { title: t('network:new.step3') },
          ]}
        />
        {step === 0 && <WhatItIs onNext={() => setReady(true)} />}
        {step === 1 && (
          <Details onBack={() => setReady(false)} onOpened={(id) => change({ chain: id })} />
        )}
        {chainId && <BringPartners chainId={chainId} />}
      </div>
    </Page>
  )
}

function WhatItIs({ onNext }: { onNext: () => void }) {
  const { t } = useTexts()
  return (
    <section className="card card-padded stack">
      <h2>{t('network:new.whatTitle')}</h2>
      <p>{t('network:new.what')}</p>
      <ChainSketch />
      <ul className="bullets">
        <li>{t('network:new.point1')}</li>
        <li>{t('network:new.point2')}</li>
        <li>{t('network:new.point3')}</li>
      </ul>
      <div>
        <Button type="primary" size="large" onClick={onNext} autoFocus>
          {t('network:new.next')}
        </Button>
      </div>
    </section>
  )
}

/** The lead in the middle, suppliers left, distributors and stores right: the same picture as the map's. */
function ChainSketch() {
  const { t } = useTexts()
  const left = [28, 60, 92]
  const right = [20, 60, 100]
  return (
    <svg
      className="chain-sketch"
      viewBox="0 0 420 134"
      role="img"
      aria-label={t('network:new.sketch')}
    >
      {left.map((y) => (
        <path key={y} d={`M70 ${y} C 130 ${y} 130 60 196 60`} />
      ))}
      {right.map((y) => (
        <path key={y} d={`M196 60 C 250 60 250 ${y} 290 ${y}`} />
      ))}
      {right.flatMap((y) =>
        [-12, 0, 12].map((dy) => (
          <path key={`${y}${dy}`} d={`M290 ${y} C 320 ${y} 320 ${y + dy} 350 ${y + dy}`} />
        )),
      )}
      {left.map((y) => (
        <circle key={y} cx={70} cy={y} r={6} />
      ))}
      {right.map((y) => (
        <circle key={y} cx={290} cy={y} r={6} />
      ))}
      {right.flatMap((y) =>
        [-12, 0, 12].map((dy) => <circle key={`${y}${dy}`} cx={352} cy={y + dy} r={3} />),
      )}
      <circle cx={196} cy={60} r={14} className="sketch-lead" />
      <text x={70} y={128}>
        {t('network:side.upstream')}
      </text>
      <text x={196} y={128}>
        {t('network:new.you')}
      </text>
      <text x={320} y={128}>
        {t('network:side.downstream')}
      </text>
    </svg>
  )
}

function Details({ onBack, onOpened }: { onBack: () => void; onOpened: (id: string) => void }) {
  const { t } = useTexts()
  const me = useMe()
  const open = useOpenChain()
  const settings = ChainInput.shape.settings.parse(undefined)
  return (
    <section className="card card-padded">
      <InlineForm<z.input<typeof ChainInput>, z.output<typeof ChainInput>>
        isGuarded
        schema={ChainInput}
        initial={{
          name: t('network:new.nameOf', { org: me.org?.shortName }),
          note: '',
          currency: 'CNY',
          peersVisible: false,
          settings,
        }}
        submitLabel={t('network:new.open')}
        secondary={<Button onClick={onBack}>{t('network:new.back')}</Button>}
        onSubmit={(input) => open.mutateAsync(input)}
        onDone={(answer) => onOpened((answer as { id: string }).id)}
      >
        <ChainNameFields />
        <Field
          name="currency"
          label={t('network:chain.currency')}
          help={t('network:chain.currencyHelp')}
        >
          <Select
            options={CURRENCIES.map((value) => ({
              value,
              label: t('network:chain.currencyOption', {
                code: value,
                name: t(`network:currency.${value}`),
              }),
            }))}
          />
        </Field>
        <Collapse
          ghost
          items={[
            {
              key: 'more',
              label: t('network:new.more'),
              forceRender: true,
              children: <ChainRuleFields currency="CNY" />,
            },
          ]}
        />
      </InlineForm>
    </section>
  )
}

function BringPartners({ chainId }: { chainId: string }) {
  const { t } = useTexts()
  const go = useGo()
  const [isAdding, setAdding] = useState(false)
  return (
    <section className="stack">
      <h2>{t('network:new.bringTitle')}</h2>
      <p className="soft">{t('network:new.bringNote')}</p>
      <div className="choices">
        <Link to={`/chains/${chainId}/import`} className="card choice">
          <Choice
            icon={<UploadOutlined />}
            title={t('network:new.byImport')}
            note={t('network:new.byImportNote')}
          />
        </Link>
        <button type="button" className="card choice" onClick={() => setAdding(true)}>
          <Choice
            icon={<PlusOutlined />}
            title={t('network:new.byHand')}
            note={t('network:new.byHandNote')}
          />
        </button>
        <button
          type="button"
          className="card choice"
          onClick={() => go(`/chains/${chainId}?tab=table`)}
        >
          <Choice
            icon={<LinkOutlined />}
            title={t('network:new.byLink')}
            note={t('network:new.byLinkNote')}
          />
        </button>
      </div>
      <div>
        <Link to={`/chains/${chainId}`}>
          <Button>{t('network:new.later')}</Button>
        </Link>
      </div>
      <PartnerForm chainId={chainId} isOpen={isAdding} onClose={() => setAdding(false)} />
    </section>
  )
}

function Choice({ icon, title, note }: { icon: ReactNode; title: string; note: string }) {
  return (
    <>
      <span className="choice-icon" aria-hidden>
        {icon}
      </span>
      <strong>{title}</strong>
      <span className="soft">{note}</span>
    </>
  )
}
