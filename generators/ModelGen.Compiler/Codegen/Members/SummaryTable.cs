using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The layer table in torchinfo's form: a tree of layers with shapes and costs, totals below.</summary>
/// <remarks>https://github.com/TylerYep/torchinfo; the totals follow its definitions, for one sample.</remarks>
internal static class SummaryTable
{
    private const string None = "--";

    /// <summary>All columns, and the totals.</summary>
    public static IReadOnlyList<string> Full(SurfaceModel model)
    {
        var table = Columns(Rows(model), ["Layer (type: name)", "Input Shape", "Output Shape", "Param #", "Mult-Adds"], textColumns: 3);
        var totals = Totals(model.Built!, model.InputSize).ToArray();
        var width = table.Concat(totals).Max(line => line.Length);
        return [.. Ruled(table, width), .. totals.Take(2), new string('=', width), .. totals.Skip(2), new string('=', width)];
    }

    /// <summary>Layers, output shapes and parameters, for docs.</summary>
    public static IReadOnlyList<string> Brief(SurfaceModel model) =>
        Columns(Rows(model).Select(r => new[] { r[0], r[2], r[3] }), ["Layer (type: name)", "Output Shape", "Param #"], textColumns: 2);

    private static IEnumerable<string> Ruled(IReadOnlyList<string> table, int width)
    {
        var rule = new string('=', width);
        return [rule, table[0], rule, .. table.Skip(1), rule];
    }

    private static IEnumerable<string[]> Rows(SurfaceModel model)
    {
        var inputs = string.Join(", ", model.Inputs.Select(i => i.Dimensions("N")));
        var outputs = string.Join(", ", model.Outputs.Select(o => o.Dimensions("N")));
        yield return [model.Class.Name, inputs, outputs, None, None];
        foreach (var layer in model.Built!.Layers)
        {
            var name = layer.Name.Substring(layer.Name.LastIndexOf('.') + 1);
            yield return
            [
                Indented(layer.Depth + 1, $"{layer.Kind}: {name}"),
                layer.InputShape.ToString(),
                layer.OutputShape.ToString(),
                NumberOrNone(layer.ParameterCount),
                NumberOrNone(layer.MultiplyAdds),
            ];
        }
    }

    private static string Indented(int depth, string text) =>
        (depth == 1 ? "├─" : string.Concat(Enumerable.Repeat("│    ", depth - 1)) + "└─") + Documentation.Printable(text);

    private static string NumberOrNone(long number) => number == 0 ? None : Literals.Grouped(number);

    private static string[] Columns(IEnumerable<string[]> rows, string[] titles, int textColumns)
    {
        var all = new[] { titles }.Concat(rows).ToArray();
        var widths = titles.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return all.Select(row => string.Join("   ", row.Select((cell, column) =>
            column < textColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).ToArray();
    }

    private static IEnumerable<string> Totals(BuiltModel built, int inputSize)
    {
        var multiplyAdds = built.Layers.Sum(l => l.MultiplyAdds);
        var inputBytes = 4.0 * inputSize;
        // As in torchinfo: the outputs of layers with parameters, twice, for their gradients.
        var passBytes = 2 * 4.0 * built.Layers.Where(l => l.Parameters.Count > 0).Sum(l => (double)l.OutputShape.SampleElements);
        var (all, learned) = (built.ParameterCount, built.Parameters.Sum(p => p.Elements));
        var parameterBytes = 4.0 * all;
        yield return "Total params: " + Literals.Grouped(all);
        if (learned < all)
        {
            yield return "Trainable params: " + Literals.Grouped(learned);
            yield return "Non-trainable params: " + Literals.Grouped(all - learned);
        }

        yield return "Total mult-adds" + Scaled(multiplyAdds);
        yield return "Input size (MB): " + Megabytes(inputBytes);
        yield return "Forward/backward pass size (MB): " + Megabytes(passBytes);
        yield return "Params size (MB): " + Megabytes(parameterBytes);
        yield return "Estimated Total Size (MB): " + Megabytes(inputBytes + passBytes + parameterBytes);
    }

    private static string Scaled(long number) => number switch
    {
        < 1_000_000 => ": " + Literals.Grouped(number),
        < 1_000_000_000 => " (M): " + Fixed(number / 1e6, 2),
        < 1_000_000_000_000 => " (G): " + Fixed(number / 1e9, 2),
        _ => " (T): " + Fixed(number / 1e12, 2),
    };

    // Two decimals, as torchinfo prints; more where those would be zeros.
    private static string Megabytes(double bytes)
    {
        var size = bytes / 1e6;
        return Fixed(size, size is 0 or >= 0.1 ? 2 : 1 - (int)Math.Floor(Math.Log10(size)));
    }

    private static string Fixed(double number, int decimals) =>
        number.ToString("F" + Literals.Integer(decimals), System.Globalization.CultureInfo.InvariantCulture);
}
