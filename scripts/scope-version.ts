import { readFileSync, writeFileSync } from 'node:fs'

// After `changeset version`: the OpenTelemetry scope carries the version of the package that makes it.
const core = new URL('../packages/core/', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('package.json', core), 'utf8')) as { version: string }
const file = new URL('src/telemetry/version.ts', core)
writeFileSync(file, readFileSync(file, 'utf8').replace(/version = '[^']*'/, `version = '${version}'`))
