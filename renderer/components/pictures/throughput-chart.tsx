/** Throughput over time, as a line and as figures. */
import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { useTheme } from '../../state/theme.ts';
import type { RatePoint } from '../../state/throughput.ts';
import './pictures.css';

const height = 180;

export function ThroughputChart({ points }: { readonly points: readonly RatePoint[] }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const theme = useTheme((shown) => shown.theme);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const drawn = useRef(points);
  drawn.current = points;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new uPlot(optionsFor(element, format), dataOf(drawn.current), element);
    chart.current = plot;
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [format, theme]);
  useEffect(() => chart.current?.setData(dataOf(points)), [points]);
  return (
    <section>
      <h2>{said.throughput}</h2>
      <Figures points={points} />
      <div ref={place} className="throughput" role="img" aria-label={said.throughputChart} />
    </section>
  );
}

function Figures({ points }: { readonly points: readonly RatePoint[] }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const rates = points.map(({ bytesPerSecond }) => bytesPerSecond);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  return (
    <p>
      {said.ratePeak(format.rate(Math.max(0, ...rates)))}; {said.rateMean(format.rate(mean))}
    </p>
  );
}

/** Seconds since the first point. */
function dataOf(points: readonly RatePoint[]): uPlot.AlignedData {
  const beganMs = points[0]?.atMs ?? 0;
  return [
    points.map(({ atMs }) => (atMs - beganMs) / 1000),
    points.map(({ bytesPerSecond }) => bytesPerSecond),
  ];
}

function optionsFor(element: HTMLElement, format: ReturnType<typeof useFormat>): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const font = `16px ${style.fontFamily}`;
  const axis = { font, stroke: colour('--text'), grid: { stroke: colour('--line'), width: 0.5 } };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((seconds) => format.duration(seconds * 1000)) },
      { ...axis, size: 100, values: (_, ticks) => ticks.map((rate) => format.rate(rate)) },
    ],
    series: [
      {},
      { stroke: colour('--accent'), fill: colour('--surface'), width: 2, points: { show: false } },
    ],
  };
}
