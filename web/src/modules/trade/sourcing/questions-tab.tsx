import { QuestionCircleOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { useMay } from '../../../app/session.ts'
import { Field, InlineForm } from '../../../ui/form.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../../ui/values.tsx'
import { keys, type Rfq, rfqAct } from './api.ts'

type Question = Rfq['questions'][number]

/** Questions with their answers: read by all who were asked, and nobody but the buyer knows whose they are. */
export function QuestionsTab({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const may = useMay()('trade:edit')
  const isSupplier = rfq.side === 'supplier'
  const isRunning = rfq.state === 'open' || (!isSupplier && rfq.state === 'closed')
  const done = (answer: unknown) => client.setQueryData(keys.rfq(rfq.id), answer)
  return (
    <div className="stack questions">
      {rfq.questions.length === 0 && (
        <EmptyState
          isSmall
          icon={<QuestionCircleOutlined />}
          title={t('sourcing:question.none')}
          note={t(isSupplier ? 'sourcing:question.anonymous' : 'sourcing:question.toAll')}
        />
      )}
      {rfq.questions.map((question) => (
        <div key={question.id} className="card card-padded cards-item question">
          <Asked question={question} />
          {question.answer === null && !isSupplier && may && isRunning && (
            <InlineForm<{ answer: string }>
              initial={{}}
              submitLabel={t('sourcing:question.answerAll')}
              onSubmit={({ answer }) => rfqAct.answer(rfq.id, question.id, answer)}
              onDone={done}
            >
              <Field name="answer" label={t('sourcing:question.answer')} isRequired>
                <Input.TextArea rows={2} maxLength={4000} />
              </Field>
            </InlineForm>
          )}
        </div>
      ))}
      {isSupplier && may && isRunning && (
        <div className="card card-padded">
          <InlineForm<{ question: string }>
            initial={{}}
            resetsOnDone
            submitLabel={t('sourcing:question.ask')}
            onSubmit={({ question }) => rfqAct.ask(rfq.id, question)}
            onDone={done}
          >
            <Field
              name="question"
              label={t('sourcing:question.one')}
              help={t('sourcing:question.anonymous')}
              isRequired
            >
              <Input.TextArea rows={2} maxLength={2000} />
            </Field>
          </InlineForm>
        </div>
      )}
    </div>
  )
}

function Asked({ question }: { question: Question }) {
  const { t } = useTexts()
  return (
    <>
      <div className="rfq-card-head">
        <b>{question.question}</b>
        {question.answer === null && (
          <StateTag tone="accent">{t('sourcing:question.waiting')}</StateTag>
        )}
      </div>
      <div className="faint">
        {question.isMine
          ? t('sourcing:question.mine')
          : (question.asker ?? t('sourcing:question.someone'))}{' '}
        · <RelativeTime at={question.askedAt} />
      </div>
      {question.answer !== null && <p className="question-answer">{question.answer}</p>}
    </>
  )
}
