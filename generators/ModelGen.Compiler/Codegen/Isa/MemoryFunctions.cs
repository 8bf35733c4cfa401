namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of the small functions that read and write vectors.</summary>
/// <remarks>
/// The C# compiler takes several times as long for the framework's methods, which are generic and have many overloads, and for products
/// and sums of a native integer and a constant. The JIT makes the same code of both, provided that the method that calls these is not
/// inlined itself.
/// </remarks>
internal static class MemoryFunctions
{
    /// <summary>The names of the functions.</summary>
    public const string Load = "Load", Store = "Store", Broadcast = "Broadcast", Create = "Create", Prefetch = "Prefetch";

    /// <summary>Whether a kernel calls one of them.</summary>
    public static bool AreIn(string body) => body.Contains("(ref ") || body.Contains(Create + "(");

    /// <summary>The functions that were used, with these numbers of parameters for the place.</summary>
    public static IEnumerable<string> All(VectorIsa isa, IEnumerable<(string Name, int Places)> used) =>
        from function in used
        orderby function.Name, function.Places
        select Text(isa, function.Name, function.Places);

    private static string Text(VectorIsa isa, string name, int places)
    {
        if (name == Prefetch)
            return $"""
                // Asks for the cache line at a place, which may lie outside of the array.
                [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
                private static void {Prefetch}(ref float array, nint index) => {Members.Framework.CacheLine}.Prefetch(ref array, index);
                """;
        var (parameters, at) = places switch
        {
            0 => ("", "at"),
            1 => (", nint index", "__Clr::Unsafe.Add(ref at, index)"),
            _ => (", nint index, nint stride, nint offset", "__Clr::Unsafe.Add(ref at, (index * stride) + offset)"),
        };
        var (summary, signature, value) = name switch
        {
            Load => ("The vector at a place.", $"{isa.Type} {Load}(ref float at{parameters})", $"LoadUnsafe(ref {at})"),
            Store => ("Stores a vector.", $"void {Store}({isa.Type} value, ref float at{parameters})", $"StoreUnsafe(value, ref {at})"),
            Broadcast => ("The float at a place, in all lanes.", $"{isa.Type} {Broadcast}(ref float at{parameters})", $"Create({at})"),
            _ => ("A float in all lanes.", $"{isa.Type} {Create}(float value)", "Create(value)"),
        };
        return $"""
            // {summary}
            [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
            private static {signature} => {isa.Vector}.{value};
            """;
    }
}
