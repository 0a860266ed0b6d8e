import { defineConfig } from 'tsup'

// tsc writes the declarations, tsup the JavaScript; dist already holds the former, hence no clean.
export default defineConfig({
  entry: ['src/index.ts', 'src/compat/index.ts', 'src/report/index.ts'],
  format: ['esm'],
  target: 'es2023',
  platform: 'neutral',
  sourcemap: true,
  dts: false,
  clean: false,
})
