import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface ChartProps {
  /** What the picture shows, in a sentence: all that a screen reader gets of it. The table behind it has the numbers. */
  readonly label: string;
  readonly options: Plot.PlotOptions;
}

const narrowest = 240;

/** A picture that is as wide as its place, in the page's colors. */
export function Chart({ label, options }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const place = holder.current;
    if (place === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const place = holder.current;
    if (place === null || width === 0) return;
    const drawn = Plot.plot({
      ...options,
      width: Math.max(width, narrowest),
      style: { background: 'transparent', color: 'inherit', fontSize: 'inherit' },
    });
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    place.replaceChildren(drawn);
  }, [width, label, options]);
  return <div class="chart" ref={holder} />;
}
