namespace ModelGen.Onnx.Import;

/// <summary>Removes what a person would not have written: steps that nobody reads, and changes of shape behind changes of shape.</summary>
internal static class Tidying
{
    public static IReadOnlyList<Step> Run(IReadOnlyList<Step> steps, IReadOnlyList<(string Name, Sample Value)> outputs)
    {
        List<Step> result = [.. steps];
        HashSet<int> kept = [.. outputs.Select(output => output.Value.Id)];
        while (RemoveUnread(result, kept) | JoinReshapes(result, kept) | Permutes.Cancel(result, kept))
        {
        }

        return result;
    }

    private static bool RemoveUnread(List<Step> steps, HashSet<int> kept)
    {
        HashSet<int> read = [.. kept, .. steps.SelectMany(step => step.Others.Append(step.Current))];
        return steps.RemoveAll(step => !read.Contains(step.Result.Id)) > 0;
    }

    private static bool JoinReshapes(List<Step> steps, HashSet<int> kept)
    {
        Dictionary<int, int> makers = steps.Select((step, at) => (step, at)).ToDictionary(pair => pair.step.Result.Id, pair => pair.at);
        for (int at = 0; at < steps.Count; at++)
        {
            Step step = steps[at];
            if (step.Kind != "Reshape" || !makers.TryGetValue(step.Current, out int before)) continue;
            Step maker = steps[before];
            if (maker.Kind == "Reshape")
            {
                // The one in front goes when nobody reads it any more.
                steps[at] = step with { Current = maker.Current };
                return true;
            }

            // The shape is that already, and the value may go by one name.
            if (!maker.Result.Shape.SequenceEqual(step.Result.Shape) || kept.Contains(step.Result.Id)) continue;
            Rename(steps, step.Result.Id, maker.Result.Id);
            steps.RemoveAt(at);
            return true;
        }

        return false;
    }

    private static void Rename(List<Step> steps, int from, int to)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            steps[i] = steps[i] with
            {
                Current = steps[i].Current == from ? to : steps[i].Current,
                Others = [.. steps[i].Others.Select(other => other == from ? to : other)],
            };
        }
    }
}
