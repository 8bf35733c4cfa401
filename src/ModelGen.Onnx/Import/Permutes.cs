using System.Globalization;

namespace ModelGen.Onnx.Import;

/// <summary>
/// Removes orders of axes around what does not care for them: a tool for another layout writes a transpose in front of elementwise layers,
/// and its inverse behind them.
/// </summary>
internal sealed class Permutes
{
    private readonly List<Step> _steps;
    private readonly HashSet<int> _kept;
    private readonly Dictionary<int, Step> _makers;
    private readonly ILookup<int, Step> _readers;

    private Permutes(List<Step> steps, HashSet<int> kept)
    {
        (_steps, _kept) = (steps, kept);
        _makers = steps.ToDictionary(step => step.Result.Id);
        _readers = steps
            .SelectMany(step => step.Others.Append(step.Current).Distinct().Select(value => (Value: value, Step: step)))
            .ToLookup(pair => pair.Value, pair => pair.Step);
    }

    /// <summary>Takes one order and its inverses away, if there are such.</summary>
    /// <param name="steps">The steps, changed in place.</param>
    /// <param name="kept">Values that are outputs.</param>
    /// <returns>Whether something was changed.</returns>
    public static bool Cancel(List<Step> steps, HashSet<int> kept)
    {
        if (steps.Count(step => step.Kind == "Permute") < 2) return false;
        Permutes permutes = new(steps, kept);
        return steps.Where(step => step.Kind == "Permute").ToList().Any(permutes.Removed);
    }

    private bool Removed(Step last)
    {
        int[] order = Order(last);
        List<Step> between = [];
        if (!IsCancelled(last.Current, last, order, between)) return false;
        if (between.Count == 0)
        {
            // One stands right behind the other.
            if (_kept.Contains(last.Result.Id)) return false;
            int before = _makers[last.Current].Current;
            _steps.Remove(last);
            for (int i = 0; i < _steps.Count; i++) _steps[i] = Reading(_steps[i], value => value == last.Result.Id ? before : value);
            return true;
        }

        foreach (Step step in between)
        {
            bool isLast = step.Result.Id == last.Current;
            Sample result = isLast ? last.Result : step.Result with { Shape = [.. order.Select(axis => step.Result.Shape[axis])] };
            Step moved = Reading(step, value => _makers[value].Kind == "Permute" ? _makers[value].Current : value) with { Result = result };

            // A permute stands before everything that reads it, and so may what takes its place.
            _steps[_steps.IndexOf(step)] = moved;
        }

        _steps.Remove(last);
        return true;
    }

    /// <summary>Whether a value is in the inverse order, or made of such values element by element, and nobody else reads it.</summary>
    private bool IsCancelled(int value, Step reader, int[] order, List<Step> between)
    {
        if (!_makers.TryGetValue(value, out Step? maker)) return false;
        if (maker.Kind == "Permute")
        {
            int[] before = Order(maker);
            return before.Length == order.Length && order.Select(axis => before[axis]).SequenceEqual(Enumerable.Range(0, order.Length));
        }

        if (between.Contains(maker)) return true;
        bool isAlone = maker.IsOfEachElement && _readers[value].All(one => one == reader) && !_kept.Contains(value);
        if (!isAlone || between.Count > 16) return false;
        between.Add(maker);
        return maker.Others.Prepend(maker.Current).All(source => IsCancelled(source, maker, order, between));
    }

    private static Step Reading(Step step, Func<int, int> value) =>
        step with { Current = value(step.Current), Others = [.. step.Others.Select(value)] };

    private static int[] Order(Step step) => [.. step.Arguments.Split(", ").Select(axis => int.Parse(axis, CultureInfo.InvariantCulture))];
}
