import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Finds the npm commands of a shell script or a workflow, without comments and `--silent`. */
function commandsIn(text: string): readonly string[] {
  const code = text.replace(/(^|\s)#.*$/gm, '')
  const found = code.matchAll(/\bnpm (?:test|start|run (?:--silent )?[\w:-]+(?: -- [^\n;&|]*)?)/g)
  return Array.from(found, ([command]) => command.replace('--silent ', '').trim()).toSorted((a, b) =>
    a < b ? -1 : 1,
  )
}

test('the workflow runs what .ci/run runs', () => {
  const steps = commandsIn(read('.ci/run'))
  expect(steps.length).toBeGreaterThan(8)
  expect(commandsIn(read('.github/workflows/ci.yml'))).toEqual(steps)
})

test('every step is a script of the repository', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const names = commandsIn(read('.ci/run')).map((command) => /(?:run )?([\w:-]+)( --|$)/.exec(command)?.[1])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names))
})

test('commands are read with their arguments, whatever stands around them', () => {
  const script = 'other a npm run --silent b -- --all # npm run c\nstep d npm test\n  - run: npm start\n'
  expect(commandsIn(script)).toEqual(['npm run b -- --all', 'npm start', 'npm test'])
})

test.each(['ci', 'release'])('%s.yml pins actions by major version and names its permissions', (name) => {
  const workflow = read(`.github/workflows/${name}.yml`)
  const actions = Array.from(workflow.matchAll(/uses: (\S+)/g), ([, action = '']) => action)
  expect(actions.filter((action) => !/^(\.\/.*|[\w-]+\/[\w-]+@v\d+)$/.test(action))).toEqual([])
  expect(workflow).toMatch(/^permissions:/m)
  expect(workflow).not.toMatch(/write-all|pull_request_target/)
})

test('only the release may write, and it signs what it publishes', () => {
  expect(read('.github/workflows/ci.yml')).not.toMatch(/: write/)
  expect(read('.github/workflows/release.yml')).toMatch(/id-token: write/)
})
