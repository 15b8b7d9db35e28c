import { theme as antd, type ThemeConfig } from 'antd'
import { DARK, LIGHT, type Palette } from './palette.ts'
import type { Density } from './preferences.ts'

export const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif"
export const MONO =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"

export const paletteOf = (isDark: boolean): Palette => (isDark ? DARK : LIGHT)

/** antd's tokens from our palette. Nobody else sets a colour. */
export function themeOf(isDark: boolean, density: Density): ThemeConfig {
  const p = paletteOf(isDark)
  const algorithms = [isDark ? antd.darkAlgorithm : antd.defaultAlgorithm]
  if (density === 'compact') algorithms.push(antd.compactAlgorithm)
  return {
    algorithm: algorithms,
    hashed: false,
    cssVar: { key: 'jw' },
    token: {
      colorPrimary: p.indigo,
      colorInfo: p.indigo,
      colorLink: p.indigoText,
      colorLinkHover: p.indigoText,
      colorSuccess: p.good,
      colorWarning: p.accent,
      colorError: p.bad,
      colorTextBase: p.ink,
      colorText: p.ink,
      colorTextSecondary: p.inkSoft,
      colorTextTertiary: p.inkFaint,
      colorTextDescription: p.inkFaint,
      colorTextPlaceholder: p.inkFaint,
      colorIcon: p.inkSoft,
      colorBgBase: p.surface,
      colorBgLayout: p.ground,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBgSpotlight: isDark ? '#45413b' : '#33302b',
      colorBorder: p.line,
      colorBorderSecondary: p.lineSoft,
      colorSplit: p.lineSoft,
      controlItemBgHover: p.hover,
      controlItemBgActive: p.indigoTint,
      controlItemBgActiveHover: p.indigoTint,
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: 14,
      borderRadius: 6,
      wireframe: false,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      boxShadow: isDark ? '0 6px 24px rgba(0,0,0,.45)' : '0 6px 24px rgba(48,40,24,.10)',
      boxShadowSecondary: isDark ? '0 6px 24px rgba(0,0,0,.45)' : '0 6px 24px rgba(48,40,24,.12)',
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
      },
      Table: {
        cellPaddingInline: 16,
        cellPaddingInlineMD: 16,
        cellPaddingInlineSM: 12,
        headerBg: p.surface,
        headerColor: p.inkSoft,
        headerSplitColor: 'transparent',
        rowHoverBg: p.hover,
        borderColor: p.lineSoft,
        rowSelectedBg: p.indigoTint,
        rowSelectedHoverBg: p.indigoTint,
      },
      Menu: {
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
        itemSelectedBg: p.indigoTint,
        itemSelectedColor: p.indigoText,
        itemColor: p.inkSoft,
        itemHoverBg: p.hover,
        activeBarBorderWidth: 0,
      },
      Tabs: {
        itemSelectedColor: p.indigoText,
        itemHoverColor: p.indigoText,
        inkBarColor: p.indigoText,
        itemColor: p.inkSoft,
      },
      Segmented: { itemSelectedBg: p.surface, trackBg: p.quietTint },
      Card: { colorBorderSecondary: p.lineSoft },
      Form: { labelColor: p.ink, verticalLabelPadding: '0 0 4px' },
      Select: { optionSelectedBg: p.indigoTint },
      Tooltip: { colorTextLightSolid: '#fbf8f1' },
      Badge: { colorError: isDark ? '#c8483d' : p.bad, colorTextLightSolid: '#ffffff' },
      Layout: { bodyBg: p.ground, headerBg: p.surface, siderBg: p.ground },
    },
  }
}

/** Gives the style sheet the same colours as variables on the page's root. */
export function paintRoot(isDark: boolean): void {
  const root = document.documentElement
  root.dataset.theme = isDark ? 'dark' : 'light'
  root.style.colorScheme = isDark ? 'dark' : 'light'
  for (const [name, colour] of Object.entries(paletteOf(isDark))) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, colour)
  }
  root.style.setProperty('--font', FONT)
  root.style.setProperty('--mono', MONO)
}
