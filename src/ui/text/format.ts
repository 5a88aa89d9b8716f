/** A simulated instant as `1:02`, or with tenths or hundredths of a second: `1:02.4`. Hours only where there are any. */
export function clock(ms: number, decimals: 0 | 1 | 2 = 0): string {
  const unit = 10 ** decimals;
  const ticks = Math.floor((Math.max(0, ms) / 1000) * unit + 1e-9);
  const wholeSeconds = Math.floor(ticks / unit);
  const minutes = Math.floor(wholeSeconds / 60);
  const seconds = `${two(wholeSeconds % 60)}${decimals === 0 ? '' : `.${String(ticks % unit).padStart(decimals, '0')}`}`;
  return minutes < 60 ? `${minutes}:${seconds}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${seconds}`;
}

/** A share in [0, 1] as `41 %`; small ones keep a decimal: `0.2 %`. `–` where there is nothing to share. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  const value = share * 100;
  const shown =
    value > 0 && value < 0.95 ? value.toFixed(1) : value > 99 && value < 100 ? floorTo1(value) : value.toFixed(0);
  return `${shown} %`;
}

/** A duration as people say it: `9 ms`, `3.0 s`, `2 min`. `–` for NaN. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return '–';
  if (ms === Infinity) return '∞';
  if (ms < 1000) return `${ms < 10 && ms % 1 !== 0 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${(ms / 60_000).toFixed(ms < 600_000 && ms % 60_000 !== 0 ? 1 : 0)} min`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** So that 99.96 reads `99.9` and never `100`, which it is not. */
const floorTo1 = (value: number): string => (Math.floor(value * 10) / 10).toFixed(1);
