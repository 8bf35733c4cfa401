using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Optimizers;

/// <summary>Parameters that are updated alike: a range of the flat vectors.</summary>
/// <param name="Settings">What they have in common.</param>
/// <param name="Start">The first float.</param>
/// <param name="Size">How many floats.</param>
public sealed record ParameterGroup(UpdateSettings Settings, int Start, int Size)
{
    /// <summary>The form of the one weight that it holds, where the optimizer takes that as a matrix; null otherwise.</summary>
    public MatrixForm? Matrix { get; init; }

    /// <summary>Orders parameters so that each group is a range; within a group they stay in their order.</summary>
    /// <param name="parameters">What is learned.</param>
    /// <param name="size">How many floats a parameter takes.</param>
    /// <param name="matrix">How a weight lies in them.</param>
    /// <returns>The parameters with where they begin, and the groups in the order of their first parameters.</returns>
    public static (IReadOnlyList<(ParameterInfo Parameter, int Start)> Parameters, IReadOnlyList<ParameterGroup> Groups) Divide(
        IEnumerable<ParameterInfo> parameters, Func<ParameterInfo, int> size, Func<ParameterInfo, MatrixForm> matrix)
    {
        var ordered = new List<(ParameterInfo, int)>();
        var groups = new List<ParameterGroup>();
        var offset = 0;
        foreach (var alike in parameters.GroupBy(p => p.Update.OfVector))
        {
            var start = offset;
            foreach (var parameter in alike)
            {
                ordered.Add((parameter, offset));
                offset += size(parameter);
            }

            groups.Add(new ParameterGroup(alike.Key, start, offset - start)
            {
                Matrix = alike.Key.IsMatrix ? matrix(alike.Single()) : null,
            });
        }

        return (ordered, groups);
    }
}
