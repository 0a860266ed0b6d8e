/**
 * Joins a key with whose data it is and which variant answers, so that no two of them can meet.
 *
 * Tenant and variant are written with their lengths: different parts never give the same text.
 *
 * @example
 * cacheKey('{"x":1}', undefined, 'v3') // 'v2:v3|{"x":1}'
 */
export function cacheKey(key: string, tenant: string | undefined, variant: string | undefined): string {
  const whose = tenant === undefined ? '' : `t${tenant.length}:${tenant}`
  const which = variant === undefined ? '' : `v${variant.length}:${variant}`
  return `${whose}${which}|${key}`
}
