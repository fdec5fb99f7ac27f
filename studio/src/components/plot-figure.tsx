import type { PlotOptions } from '@observablehq/plot';
import { plot } from '@observablehq/plot';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import styles from './plot-figure.module.css';

interface PlotFigureProps {
  readonly title: string;
  /** What the plot shows, for those who do not see it. */
  readonly label: string;
  /** The plot at a width in pixels; must be the same function while the data are the same. */
  readonly draw: (width: number) => PlotOptions;
  /** What is to be said beside it. */
  readonly children?: ReactNode;
  /** The figures as rows: the same as in the plot, to be read. */
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] };
}

/** A plot of the width of its place, with its figures as a table for whoever prefers that. */
export function PlotFigure({ title, label, draw, children, table }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const id = useId();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) return;
    const drawn = plot({ width, ...STYLE, ...draw(width) });
    // The place around it is the image; Plot's own names of marks are for nobody.
    drawn.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(drawn);
  }, [draw, width]);

  return (
    <figure className={styles['figure']} aria-labelledby={id}>
      <figcaption id={id} className={styles['title']}>
        {title}
      </figcaption>
      <div ref={place} role="img" aria-label={label} className={styles['plot']} />
      {children && <div className={styles['beside']}>{children}</div>}
      <details className={styles['table']}>
        <summary>Figures</summary>
        <div className={styles['scroll']} role="region" aria-label={`Figures: ${title}`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {table.head.map((name, place) => (
                  <th key={name} scope="col" className={place > 0 ? 'number' : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, place) => (
                <tr key={place}>
                  {row.map((cell, column) => (
                    <td key={column} className={column > 0 ? 'number' : undefined}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const STYLE: PlotOptions = {
  style: {
    fontFamily: 'inherit',
    fontSize: '12px',
    background: 'transparent',
    color: 'var(--ink-2)',
    overflow: 'visible',
  },
};
