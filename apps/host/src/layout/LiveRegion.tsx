import { useAnnouncement } from "./announcement-store.ts";

/** Speaks what {@link announce} was told. */
export function LiveRegion() {
  const text = useAnnouncement((announcement) => announcement.text);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
