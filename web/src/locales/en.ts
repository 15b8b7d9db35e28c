import antd from 'antd/locale/en_US'
import { byNamespace, type Catalogue } from './catalogue.ts'

export const en: Catalogue = {
  texts: byNamespace(import.meta.glob<object>('./en/*.json', { eager: true, import: 'default' })),
  antd,
}
