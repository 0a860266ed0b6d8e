// esbuild hands the bytes out.
declare module '*.onnx' {
  const bytes: Uint8Array
  // oxlint-disable-next-line import/no-default-export -- what esbuild makes of a file
  export default bytes
}
