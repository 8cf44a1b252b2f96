/** Quantiles of the standard normal distribution that the methods here need, to double precision. */

/** 97.5%: two-sided at a level of 5%. */
export const z975 = 1.959963984540054;
/** 80%: the power that runs are planned with. */
export const z80 = 0.8416212335729143;
