namespace ModelGen;

/// <summary>Beam search: sequences that end leave the beam, the likeliest of all others stay in it.</summary>
internal sealed class BeamSearch(IStepModel<int> model, BeamOptions options, int choices)
{
    private readonly List<Hypothesis> _ended = [];

    public IReadOnlyList<Hypothesis> Run(StepState state, float[] scores)
    {
        Beam[] beams = [new Beam([], 0, state.Clone(), scores)];
        Stack<(StepState State, float[] Scores)> free = new();
        for (int length = 1; length <= options.Length && beams.Length > 0; length++)
        {
            List<(Beam Parent, int Token, double Log)> next = Best(beams, length);
            if (next.Count == 0 || length == options.Length || Decode.IsAtEnd(beams[0].State) || CannotBeat(next[0].Log, length))
            {
                foreach ((Beam parent, int token, double log) in next) End([.. parent.Tokens, token], log, length, isComplete: false);
                break;
            }

            Beam[] following = new Beam[next.Count];
            for (int i = 0; i < following.Length; i++)
            {
                (Beam parent, int token, double log) = next[i];
                if (free.TryPop(out (StepState State, float[] Scores) place)) place.State.CopyFrom(parent.State);
                else place = (parent.State.Clone(), new float[scores.Length]);
                model.Step([token], place.State, place.Scores);
                following[i] = new Beam([.. parent.Tokens, token], log, place.State, place.Scores);
            }

            foreach (Beam beam in beams) free.Push((beam.State, beam.Scores));
            beams = following;
        }

        if (options.Length == 0) _ended.Add(new Hypothesis([], 0, 0, IsComplete: false));
        return [.. _ended.OrderByDescending(found => found.Score).Take(options.Width)];
    }

    /// <summary>The likeliest continuations that do not end, as many as the beam has room for; likelier ones that end are noted.</summary>
    private List<(Beam Parent, int Token, double Log)> Best(Beam[] beams, int length)
    {
        List<(Beam Parent, int Token, double Log)> all = [];
        foreach (Beam beam in beams)
        {
            double sum = Scores.LogSum(beam.Scores.AsSpan(0, choices));
            for (int token = 0; token < choices; token++) all.Add((beam, token, beam.Log + beam.Scores[token] - sum));
        }

        List<(Beam Parent, int Token, double Log)> kept = [];
        foreach ((Beam Parent, int Token, double Log) one in all.OrderByDescending(one => one.Log))
        {
            if (kept.Count == options.Width) break;
            if (one.Token == options.End) End([.. one.Parent.Tokens], one.Log, length, isComplete: true);
            else kept.Add(one);
        }

        return kept;
    }

    private void End(int[] tokens, double log, int length, bool isComplete) =>
        _ended.Add(new Hypothesis(tokens, log, log / Penalty(length), isComplete));

    /// <summary>Whether enough sequences have ended that no other can become as good: probabilities only fall, the penalty grows.</summary>
    private bool CannotBeat(double log, int length) =>
        _ended.Count(found => found.IsComplete && found.Score >= log / Math.Max(Penalty(options.Length), Penalty(length))) >= options.Width;

    private double Penalty(int length) => Math.Pow((5.0 + length) / 6, options.LengthPenalty);

    private sealed record Beam(int[] Tokens, double Log, StepState State, float[] Scores);
}
