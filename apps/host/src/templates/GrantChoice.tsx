import type { Grants, Wants } from "@vitrine/bridge";
import { Exact } from "../text/Exact.tsx";

/** What a person allows beyond the ordinary, each with a box of its own and none of them ticked beforehand. */
export function GrantChoice(props: {
  readonly wants: Wants;
  readonly grants: Grants;
  readonly onChange: (grants: Grants) => void;
}) {
  const { wants, grants, onChange } = props;
  const { localDomains = [], unsafeEval } = grants;
  const allow = (domain: string, allowed: boolean): void =>
    onChange({
      ...grants,
      localDomains: wants.localDomains.filter((one) =>
        one === domain ? allowed : localDomains.includes(one),
      ),
    });
  const allowEval = (allowed: boolean): void =>
    onChange({ localDomains, ...(allowed && { unsafeEval: true as const }) });
  if (wants.localDomains.length === 0 && !wants.unsafeEval) return null;

  return (
    <fieldset className="grants">
      <legend>To be allowed explicitly</legend>
      {wants.localDomains.map((domain) => (
        <label key={domain} className="checkbox grant-local">
          <input
            type="checkbox"
            checked={localDomains.includes(domain)}
            onChange={(event) => allow(domain, event.target.checked)}
          />
          <span>
            Also allow{" "}
            <code>
              <Exact text={domain} />
            </code>{" "}
            on this machine or network
          </span>
        </label>
      ))}
      {wants.localDomains.length > 0 && (
        <p className="hint">
          It does not run without each of them: what is behind your firewall trusts whoever calls.
        </p>
      )}
      {wants.unsafeEval && (
        <>
          <label className="checkbox">
            <input
              type="checkbox"
              checked={unsafeEval === true}
              onChange={(event) => allowEval(event.target.checked)}
            />
            <span>
              Allow <code>&apos;unsafe-eval&apos;</code>: it makes code from text
            </span>
          </label>
          <p className="hint">It runs without, but that code fails. The grant holds for this version only.</p>
        </>
      )}
    </fieldset>
  );
}
