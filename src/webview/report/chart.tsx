import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface ChartProps {
  /** What the picture shows, in a sentence: all that a screen reader gets of it. The table behind it has the numbers. */
  readonly label: string;
  /** For a picture so many pixels wide. */
  readonly draw: (width: number) => Plot.PlotOptions;
}

const narrowest = 240;

/** A picture that is as wide as its place, in the page's colors. */
export function Chart({ label, draw }: ChartProps) {
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
      marginBottom: 46,
      ...draw(Math.max(width, narrowest)),
      width: Math.max(width, narrowest),
      style: { background: 'transparent', color: 'inherit', fontSize: 'inherit' },
    });
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    place.replaceChildren(drawn);
  }, [width, label, draw]);
  return <div class="chart" ref={holder} />;
}

/** Shares of tasks, in percent. */
export function solvedAxis(width: number): Plot.ScaleOptions {
  return {
    domain: [0, 100],
    label: 'Solved, %',
    labelAnchor: 'center',
    labelArrow: 'none',
    grid: true,
    ticks: width < 480 ? 3 : 6,
  };
}

/** Names beside an axis take at most a third of the picture; the table has them in full. */
export function nameRoom(
  names: readonly string[],
  width: number,
): { readonly pixels: number; shorten(name: string): string } {
  const most = Math.max(6, Math.floor(width / 3 / pixelsPerCharacter));
  const longest = Math.max(0, ...names.map((name) => name.length));
  return {
    pixels: 16 + Math.min(most, longest) * pixelsPerCharacter,
    shorten: (name) => (name.length <= most ? name : `${name.slice(0, most - 1)}…`),
  };
}

/** Of the page's font, on the safe side. */
const pixelsPerCharacter = 9.5;
