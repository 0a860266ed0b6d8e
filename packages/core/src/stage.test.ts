import { expect, test } from 'vitest'
import { compose } from './compose.ts'
import { defineStage } from './stage.ts'
import type { Stage } from './stage.ts'

test.each(['enter', 'leave', 'error'])('takes a stage that has %s alone, as it is', (hook) => {
  const stage = { name: 'mine', [hook]: () => undefined }
  expect(defineStage(stage)).toBe(stage)
})

test.each<[unknown, string]>([
  [undefined, 'a stage must be an object'],
  [{ enter: () => undefined }, 'a stage must have a name'],
  [{ name: 'mine', leave: 5 }, 'leave of stage mine must be a function'],
  [{ name: 'mine' }, 'stage mine must have a hook: enter, leave or error'],
  [{ name: 'mine', onEnter: () => undefined }, 'stage mine must have a hook: enter, leave or error'],
])('refuses %o', (given, message) => {
  expect(() => defineStage(given as Stage)).toThrow(new TypeError(message))
  expect(() => compose(() => 1, [given as Stage])).toThrow(new TypeError(message))
})
