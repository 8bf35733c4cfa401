namespace ModelGen.Compiler.Layers;

/// <summary>What is left of a pipeline from some step on, and behind the end of its block.</summary>
internal sealed record Tail(IReadOnlyList<Step> Steps, int Index, Tail? Outer)
{
    /// <summary>Whether the next activation on the way is ReLU-like. Where the way forks, it is not followed.</summary>
    public static bool LeadsToReluLike(Tail? tail)
    {
        while (tail is not null)
        {
            if (tail.Index >= tail.Steps.Count)
            {
                tail = tail.Outer;
                continue;
            }

            var step = tail.Steps[tail.Index];
            var rest = tail with { Index = tail.Index + 1 };
            if (step.Block is { EntersDirectly: true })
                tail = new Tail(step.Branches[0].Steps, 0, rest);
            else if (step.Layer is { InitRole: InitRole.Transparent or InitRole.Normalizing })
                tail = rest;
            else
                return step.Layer is { InitRole: InitRole.ReluLike };
        }

        return false;
    }
}
