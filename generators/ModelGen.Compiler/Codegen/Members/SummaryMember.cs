namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Summary</c>: the layer table as a constant text.</summary>
internal static class SummaryMember
{
    public static void Write(SurfaceModel model, MemberWriter members) => members.Property(
        Documentation.Summary("The layers as a table: shapes, parameters, multiply-adds; totals and sizes for one sample below."),
        "public static string Summary",
        model.IsStub ? "" : Literal(SummaryTable.Full(model)));

    private static string Literal(IReadOnlyList<string> lines)
    {
        var quotes = "\"\"\"";
        while (lines.Any(line => line.Contains(quotes))) quotes += "\"";
        return $" =>\n    {quotes}\n" + string.Concat(lines.Select(line => $"    {line}\n")) + $"    {quotes};";
    }
}
