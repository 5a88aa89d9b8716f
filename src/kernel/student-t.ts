/**
 * Student's t: the t for which P(|T| <= t) = `level` (in (0, 1)) with `freedom` (1, 2, …) degrees of freedom; 0.95 gives
 * the factor of a 95 % confidence interval. The same bits on every machine, within 1e-9 of the true value relatively.
 *
 * With y = t / sqrt(freedom + t^2), the sine of the usual angle, and c its cosine (Abramowitz and Stegun, 26.7.3 and 4):
 *   P_1 = 2/pi arcsin y,  P_2 = y,  P_(v+2) = P_v + C_v y c^v / v,  C_1 = 2/pi,  C_2 = 1,  C_(v+2) = C_v (v+1) / v
 * solved for y by halving.
 */
export function studentT(level: number, freedom: number): number {
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (within(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return (Math.sqrt(freedom) * high) / cosine(high);
}

const cosine = (sine: number): number => Math.sqrt((1 - sine) * (1 + sine));

/** P(|T| <= t), t given by its y. */
function within(y: number, freedom: number): number {
  const c = cosine(y);
  const odd = freedom % 2 === 1;
  let probability = odd ? (2 / Math.PI) * arcsine(y) : y;
  let factor = odd ? 2 / Math.PI : 1;
  let power = odd ? c : c * c;
  for (let v = odd ? 1 : 2; v < freedom; v += 2) {
    probability += (factor * y * power) / v;
    factor *= (v + 1) / v;
    power *= c * c;
  }
  return probability;
}

/** By the tangent of a sixteenth of the angle, at most 0.1, whose series needs eight terms. */
function arcsine(y: number): number {
  let z = y / (1 + cosine(y));
  for (let halving = 0; halving < 3; halving += 1) z /= 1 + Math.sqrt(1 + z * z);
  const s = z * z;
  let series = 0;
  for (let term = 15; term > 0; term -= 2) series = 1 / term - s * series;
  return 16 * z * series;
}
