import { spawn } from 'node:child_process'
import process from 'node:process'
import type { Project } from './project.ts'
import { mark } from './results.ts'
import type { Line, Outcome, RuntimeResult, Task } from './results.ts'
import type { Runtime } from './runtimes.ts'

/** Longest silence of a host: more than any case may take, so that only a blocked one is silent so long. */
const longestSilence = 30_000

/** Runs the cases in one runtime; started again behind a case that ended or blocked it. */
export async function launch(
  runtime: Runtime,
  project: Project,
  only: string | undefined,
): Promise<RuntimeResult> {
  const begun = performance.now()
  const { name } = runtime
  const given = runtime.command(project)
  const result = {
    name,
    version: '',
    notes: [] as readonly string[],
    ms: 0,
    outcomes: new Map<string, Outcome>(),
  }
  if (typeof given === 'string') return { ...result, missing: given }
  for (;;) {
    const task: Task = { runtime: name, only, done: [...result.outcomes.keys()] }
    let underWay: string | undefined
    const ended = await runHost([...given, JSON.stringify(task)], project.folder, (line) => {
      if (line.kind === 'runtime') Object.assign(result, { version: line.version, notes: line.notes })
      else if (line.kind === 'begin') underWay = line.id
      else {
        underWay = undefined
        result.outcomes.set(line.id, line.outcome)
      }
    })
    if (underWay === undefined) {
      if (ended.code !== 0) {
        const why = `the runtime ended with ${ended.how} outside of any case${ended.said}`
        result.outcomes.set('start: runs', { kind: 'crashed', why })
      }
      break
    }
    const kind = ended.wasSilent ? 'hung' : 'crashed'
    const why = ended.wasSilent ? 'blocked the runtime' : `the runtime ended with ${ended.how}${ended.said}`
    result.outcomes.set(underWay, { kind, why })
  }
  return { ...result, ms: Math.round(performance.now() - begun) }
}

interface Ended {
  readonly code: number | null
  /** `code 1`, `SIGKILL`. */
  readonly how: string
  /** The end of what it wrote beside its lines. */
  readonly said: string
  readonly wasSilent: boolean
}

function runHost(command: readonly string[], cwd: string, take: (line: Line) => void): Promise<Ended> {
  const [file = '', ...args] = command
  // A group of its own, so that what it started ends with it.
  const child = spawn(file, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let wasSilent = false
  let said = ''
  let timer: ReturnType<typeof setTimeout>
  const watch = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      wasSilent = true
      end(child.pid)
    }, longestSilence)
  }
  watch()
  let rest = ''
  // Not readline: it also ends lines at U+2028, which answers may hold.
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    watch()
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const at = line.indexOf(mark)
      if (at < 0) said += `\n${line}`
      else take(JSON.parse(line.slice(at + mark.length)) as Line)
    }
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      end(child.pid)
      const tail = said.trim().slice(-1_500)
      resolve({ code, how: signal ?? `code ${code}`, said: tail === '' ? '' : `: ${tail}`, wasSilent })
    })
  })
}

/** Ends a host with everything in its group. */
function end(group: number | undefined): void {
  if (group === undefined) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Nothing is left of it.
  }
}
