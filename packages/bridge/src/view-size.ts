/** A size as a View reports it (`ui/notifications/size-changed`), in CSS pixels. */
export interface ReportedSize {
  readonly width?: number;
  readonly height?: number;
}

/** Follows a View's reported height without feeding back into it. */
export interface SizeFollower {
  report(size: ReportedSize): void;
}

/** Smaller changes are rounding and borders echoing back, not content. */
const ECHO_PX = 4;
/** More height changes than this in a second is a loop between the View's layout and its frame. */
const MAX_CHANGES_PER_SECOND = 30;

/**
 * Creates a {@link SizeFollower}. The width is the host's, so a report can't shrink it; the height follows the
 * content, at most once a frame, within [1, `maxHeight`].
 * @param options.apply sets the frame's height.
 * @param options.onLoop is told once when the height is frozen because it does not settle.
 */
export function createSizeFollower(options: {
  readonly maxHeight: number;
  readonly apply: (height: number) => void;
  readonly onLoop: () => void;
  readonly schedule?: (task: () => void) => void;
  readonly now?: () => number;
}): SizeFollower {
  const {
    maxHeight,
    apply,
    onLoop,
    schedule = requestAnimationFrame,
    now = () => performance.now(),
  } = options;
  let applied = 0;
  let wanted = 0;
  let scheduled = false;
  let frozen = false;
  const changes: number[] = [];

  const settle = (): void => {
    scheduled = false;
    const shrink = applied - wanted;
    if (frozen || wanted === applied || (shrink > 0 && shrink <= ECHO_PX)) return;
    const time = now();
    changes.push(time);
    while ((changes[0] ?? time) < time - 1000) changes.shift();
    if (changes.length > MAX_CHANGES_PER_SECOND) {
      frozen = true;
      onLoop();
      return;
    }
    applied = wanted;
    apply(applied);
  };

  return {
    report({ height }) {
      if (frozen || height === undefined || !Number.isFinite(height) || height < 1) return;
      wanted = Math.min(Math.ceil(height), maxHeight);
      if (scheduled) return;
      scheduled = true;
      schedule(settle);
    },
  };
}
