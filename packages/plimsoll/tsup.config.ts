import { defineConfig } from 'tsup'

// tsc writes the declarations, tsup the JavaScript; dist already holds the former, hence no clean.
export default defineConfig({
  entry: [
    'src/index.ts',
    'src/contracts.ts',
    'src/core.ts',
    'src/drift.ts',
    'src/drift-compat.ts',
    'src/drift-report.ts',
    'src/resilience.ts',
    'src/router.ts',
    'src/stats.ts',
    'src/testing.ts',
  ],
  format: ['esm'],
  target: 'es2023',
  platform: 'neutral',
  sourcemap: true,
  dts: false,
  clean: false,
})
