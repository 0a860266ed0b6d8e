import type { Violation } from '@plimsoll/core'
import type { StandardIssue } from './standard-schema.ts'
import { declaredPath } from './declared-path.ts'
import { zodDef } from './zod-schema.ts'
import { messageOf } from './violation-message.ts'

/** How many violations are told one by one; the rest is counted. */
const maxTold = 8

const zodCodes = new Set([
  'invalid_type',
  'too_big',
  'too_small',
  'invalid_format',
  'not_multiple_of',
  'unrecognized_keys',
  'invalid_union',
  'invalid_key',
  'invalid_element',
  'invalid_value',
  'custom',
])

/**
 * Turns the issues of a schema into violations that hold nothing of the value: path, rule and message are
 * made from what the schema declares.
 *
 * The first 8 are told; where there are more, a ninth with the rule `more` counts the rest.
 */
export function violationsOf(schema: unknown, issues: readonly StandardIssue[]): readonly Violation[] {
  const isZod = zodDef(schema) !== undefined
  const violations: Violation[] = []
  for (const issue of issues.slice(0, maxTold)) {
    const { path, schemas } = declaredPath(schema, issue.path ?? [])
    const code = isZod ? (issue as { readonly code?: unknown }).code : undefined
    const rule = typeof code === 'string' && zodCodes.has(code) ? code : 'invalid'
    violations.push({ path, rule, message: messageOf(rule, issue, schemas) })
  }
  const rest = issues.length - violations.length
  if (rest > 0) violations.push({ path: '', rule: 'more', message: `breaks ${rest} more rules` })
  return violations
}

/** The one violation of a value that its schema could not read to the end. */
export function unreadable(): readonly Violation[] {
  return [{ path: '', rule: 'unreadable', message: 'can not be read by its schema' }]
}
