import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../api/api-error.js';
import { request } from '../api/request.js';
import { RandomLearnerDocument, type Segment } from '../generated/operations.js';
import { useNotice } from '../shell/notices.js';

const SEGMENTS: readonly { readonly segment: Segment; readonly name: string; readonly meaning: string }[] = [
  { segment: 'COLD', name: 'Cold', meaning: 'has engaged with nothing' },
  { segment: 'CASUAL', name: 'Casual', meaning: 'has engaged with 1 to 5 pieces of content' },
  { segment: 'REGULAR', name: 'Regular', meaning: 'has engaged with 6 to 99 pieces of content' },
  { segment: 'POWER', name: 'Power', meaning: 'has engaged with 100 or more pieces of content' },
];

/** A learner of a segment, by chance. */
export function RandomLearner({ onChoose }: { readonly onChoose: (id: string) => void }) {
  const notice = useNotice();
  const draw = useMutation({
    mutationFn: (segment: Segment) => request(RandomLearnerDocument, { segment }),
    onSuccess: ({ randomUsers: [user] }, segment) => {
      if (user) onChoose(user.id);
      else notice({ text: `There is no ${segment.toLowerCase()} learner.` });
    },
    onError: (error) => notice({ text: messageOf(error), tone: 'bad' }),
  });
  return (
    <div className="field">
      <span id="random-learner">A random learner</span>
      <div className="segments" role="group" aria-labelledby="random-learner">
        {SEGMENTS.map(({ segment, name, meaning }) => (
          <button
            key={segment}
            type="button"
            className="button button-small"
            title={`A learner who ${meaning}`}
            onClick={() => draw.mutate(segment)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
