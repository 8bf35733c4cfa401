namespace ModelGen.Compiler.Layers;

/// <summary>The rest of a pipeline from some step on, including what follows its block.</summary>
internal sealed record Tail(IReadOnlyList<Step> Steps, int Index, Tail? Outer)
{
    /// <summary>Whether the next activation is ReLU-like. The search ends where a value has several readers.</summary>
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
