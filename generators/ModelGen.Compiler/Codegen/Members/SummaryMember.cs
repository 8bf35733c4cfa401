namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Summary</c>: the layer table. Its text is in the file with the kernels; the docs of the class show it on hover.</summary>
internal static class SummaryMember
{
    public static void Write(SurfaceModel model, MemberWriter members) => members.Property(
        Documentation.Summary("The layers as a table: shapes, parameters, multiply-adds; totals and sizes for one sample below."),
        "public static string Summary",
        $$"""

        {
            get
            {
                var table = "";
                {{KernelMethods.DescribeLayers.Name}}(ref table);
                return table;
            }
        }
        """);
}
