import antd from 'antd/locale/zh_CN'
import { byNamespace, type Catalogue } from './catalogue.ts'

export const zhCN: Catalogue = {
  texts: byNamespace(
    import.meta.glob<object>('./zh-CN/*.json', { eager: true, import: 'default' }),
  ),
  antd,
}
