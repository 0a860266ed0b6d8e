import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { checkFile, checkRepository } from './check-boundaries.ts'

test('every source of the repository keeps to the import direction', () => {
  const { files, problems } = checkRepository(resolve(import.meta.dirname, '..'))
  expect(problems).toEqual([])
  expect(files).toBeGreaterThan(50)
})

test.each([
  ['a sibling', 'drift', 'a.ts', "import type { X } from '@plimsoll/router'"],
  ['stats knowing core', 'stats', 'a.ts', "import { x } from '@plimsoll/core'"],
  ['core knowing the umbrella', 'core', 'a.ts', "export { x } from 'plimsoll'"],
  ['a Node built-in', 'core', 'a.ts', "import { readFileSync } from 'node:fs'"],
  ['a bare built-in', 'core', 'a.ts', "import fs from 'fs'"],
  ['a file outside the package', 'core', 'a.ts', "import { x } from '../../stats/src/x.ts'"],
  ['an undeclared third party', 'router', 'a.ts', "import x from 'lodash'"],
  ['cockatiel, not lazily', 'resilience', 'a.ts', "import { retry } from 'cockatiel'"],
  ['a value of onnxruntime-common', 'runtime-onnx', 'a.ts', "import { Tensor } from 'onnxruntime-common'"],
  ['a dynamic import of a sibling', 'contracts', 'a.ts', "const x = await import('@plimsoll/drift')"],
  ['a test kit in shipped code', 'core', 'a.ts', "import { x } from './testing/index.ts'"],
])('finds %s', (_, name, path, text) => {
  expect(checkFile(name, path, text)).toHaveLength(1)
})

test.each([
  ['types of onnxruntime-common', 'runtime-onnx', 'a.ts', "import type { Tensor } from 'onnxruntime-common'"],
  ['cockatiel, lazily', 'resilience', 'a.ts', "const c = await import('cockatiel')"],
  ['a Node built-in under node/', 'drift', 'node/a.ts', "import { readFileSync } from 'node:fs'"],
  ['an example in a docstring', 'core', 'a.ts', "/**\n * import { guard } from 'plimsoll'\n */\nexport {}"],
])('allows %s', (_, name, path, text) => {
  expect(checkFile(name, path, text)).toEqual([])
})
