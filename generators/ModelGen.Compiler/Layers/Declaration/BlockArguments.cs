using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>A value of <c>Arg.A</c>, … and its location in the source.</summary>
internal sealed record BlockArgument(int Value, SpecLocation Location);

/// <summary>Substitutes the arguments of a use for <c>Arg.A</c>, <c>Arg.B</c>, … in the block.</summary>
internal static class BlockArguments
{
    /// <summary>The letter of <c>Arg</c> with an index: A, B, ….</summary>
    public static string Letter(int index) => ((char)('A' + index)).ToString();

    /// <summary>How many arguments a block takes: one more than the index of the last it names.</summary>
    public static int CountIn(BlockSpec block)
    {
        var count = 0;
        foreach (var attribute in block.Attributes)
            foreach (var (_, _, index) in StandIns(attribute)) count = Math.Max(count, index + 1);
        return count;
    }

    /// <summary>Every <c>Arg</c> among the arguments: its location and its index.</summary>
    public static IEnumerable<(string Argument, int Element, int Index)> StandIns(AttributeSpec attribute)
    {
        foreach (var argument in attribute.Positional.Concat(attribute.Named))
        {
            if (argument.Value is ValueSpec.Array array)
            {
                for (var i = 0; i < array.Items.Count; i++)
                    if (IndexOf(attribute, argument, array.Items[i]) is { } index) yield return (argument.Name, i, index);
            }
            else if (IndexOf(attribute, argument, argument.Value) is { } index)
            {
                yield return (argument.Name, -1, index);
            }
        }
    }

    /// <summary>The attribute with every <c>Arg</c> replaced. All indices must be known.</summary>
    public static AttributeSpec Substitute(AttributeSpec attribute, IReadOnlyList<BlockArgument> arguments)
    {
        return attribute with
        {
            Positional = attribute.Positional.Select(Argument).ToEquatableArray(),
            Named = attribute.Named.Select(Argument).ToEquatableArray(),
        };

        ArgumentSpec Argument(ArgumentSpec argument) => argument with
        {
            Value = argument.Value is ValueSpec.Array array
                ? new ValueSpec.Array(array.Items.Select(item => Value(argument, item)).ToEquatableArray())
                : Value(argument, argument.Value),
        };

        ValueSpec Value(ArgumentSpec argument, ValueSpec value) =>
            IndexOf(attribute, argument, value) is { } index ? new ValueSpec.Number(arguments[index].Value) : value;
    }

    private static int? IndexOf(AttributeSpec attribute, ArgumentSpec argument, ValueSpec value)
    {
        if (value is not ValueSpec.Number number) return null;
        var index = number.Value - int.MinValue;
        return index >= 0 && index < Arg.Count && AttributeFactory.IsInteger(attribute, argument.Name) ? (int)index : null;
    }
}
