import type { ConfigProviderProps } from 'antd'

/** All that one language brings: our texts by namespace, and antd's own. */
export interface Catalogue {
  texts: Record<string, object>
  antd: NonNullable<ConfigProviderProps['locale']>
}

/** `./en/common.json` gives namespace `common`. */
export function byNamespace(files: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]),
  )
}
