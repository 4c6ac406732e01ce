import { useId, useState } from "react";
import { exactText } from "../text/exact-text.ts";
import { takeViewPicture, type Box } from "./view-picture.ts";

/** A small picture of the window with the View that asks, so that nobody answers one View for another. */
export function ViewPlace({ view, title }: { readonly view: string; readonly title: string }) {
  const id = useId();
  // Of the moment in which it asks: the page behind the dialog does not move.
  const [picture] = useState(() => takeViewPicture(view));
  const name = exactText(title);
  const where = picture.view === undefined ? "not in sight now" : "where it is in this window";
  const unit = picture.width / 100;
  return (
    <figure className="view-place">
      <svg
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        role="img"
        aria-label={`The View ${name}: ${where}.`}
      >
        <pattern
          id={id}
          width={unit * 3}
          height={unit * 3}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path className="place-hatch" d={`M0 0V${unit * 3}`} strokeWidth={unit} />
        </pattern>
        <rect className="place-page" width={picture.width} height={picture.height} strokeWidth={unit} />
        {picture.others.map((box, index) => (
          <rect key={index} className="place-other" {...box} strokeWidth={unit} />
        ))}
        {picture.view !== undefined && <Highlighted box={picture.view} unit={unit} fill={`url(#${id})`} />}
      </svg>
      <figcaption>
        <bdi>{name}</bdi>
        <span className="hint">
          {picture.view === undefined ? "Not in sight now" : "Hatched: the View that asks"}
        </span>
      </figcaption>
    </figure>
  );
}

function Highlighted({
  box,
  unit,
  fill,
}: {
  readonly box: Box;
  readonly unit: number;
  readonly fill: string;
}) {
  return (
    <>
      <rect className="place-ground" {...box} />
      <rect className="place-view" {...box} fill={fill} strokeWidth={unit * 1.5} />
    </>
  );
}
