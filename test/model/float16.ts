/** The bits of the IEEE half-precision number next to `value` toward zero; what is too small becomes 0. */
export function float16Bits(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  const fraction = bits & 0x7fffff;
  if (exponent > 0) return sign | (exponent << 10) | (fraction >> 13);
  return exponent < -10 ? sign : sign | ((fraction | 0x800000) >> (14 - exponent));
}
