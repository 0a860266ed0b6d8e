import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import type { Project } from './project.ts'

/** A runtime that the cases run in. */
export interface Runtime {
  readonly name: string
  /** How it is called in the table. */
  readonly title: string
  /** The command that runs its host, or why there is none on this machine; the task comes behind it. */
  command(project: Project): readonly string[] | string
}

const require = createRequire(import.meta.url)
const host = (name: string): string => join(import.meta.dirname, 'hosts', name)
const platform = `${process.platform}-${process.arch}`

/** The runtimes of the table, in its order. */
export const runtimes: readonly Runtime[] = [
  ...['22', '24', '26'].map((major): Runtime => {
    return {
      name: `node-${major}`,
      title: 'Node',
      command({ program }) {
        const binary = find(`node-${major}`, 'bin/node')
        return binary === undefined
          ? `no binary of Node ${major} for ${platform} is installed`
          : [binary, program]
      },
    }
  }),
  {
    name: 'bun',
    title: 'Bun',
    command({ program }) {
      const binary = find(`@oven/bun-${platform}`, 'bin/bun', 'bun')
      return binary === undefined ? `no binary of Bun for ${platform} is installed` : [binary, program]
    },
  },
  {
    name: 'deno',
    title: 'Deno',
    command({ program }) {
      const libc = process.platform === 'linux' ? '-glibc' : ''
      const binary = find(`@deno/${platform}${libc}`, 'deno', 'deno')
      if (binary === undefined) return `no binary of Deno for ${platform} is installed`
      return [binary, 'run', '--allow-all', '--quiet', program]
    },
  },
  {
    name: 'workerd',
    title: 'workerd',
    command({ worker, client }) {
      if (find('miniflare', 'package.json') === undefined) return 'miniflare is not installed'
      return [process.execPath, host('workerd.ts'), client, worker]
    },
  },
  {
    name: 'chromium',
    title: 'Chromium',
    command({ page }) {
      const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome']
      const binary = candidates.find((path) => path !== undefined && existsSync(path))
      if (binary === undefined)
        return 'no Chromium is installed: apt-get install chromium, or set CHROMIUM_PATH'
      return [process.execPath, host('chromium.ts'), binary, page]
    },
  },
]

/** Finds a file of an installed package, looked up from here or from another installed package. */
function find(name: string, file: string, from?: string): string | undefined {
  try {
    const base = from === undefined ? require : createRequire(require.resolve(`${from}/package.json`))
    const folder = base.resolve(`${name}/package.json`).slice(0, -'package.json'.length)
    return existsSync(join(folder, file)) ? join(folder, file) : undefined
  } catch {
    return undefined
  }
}
