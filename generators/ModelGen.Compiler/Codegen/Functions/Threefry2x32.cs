namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>Random bits as a function of a key and a counter: Threefry-2x32 with 20 rounds.</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static class Threefry2x32Function
{
    public static readonly ElementaryFunction Definition = new(
        "Threefry2x32",
        $$"""
        // The first word of Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
        // easy as 1, 2, 3", SC 2011).
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<uint> Threefry2x32(
            uint key0, uint key1, __Simd::Vector512<uint> counter0, __Simd::Vector512<uint> counter1)
        {
            uint key2 = 0x1BD11BDAu ^ key0 ^ key1;
            var a = counter0 + __Simd::Vector512.Create(key0);
            var b = counter1 + __Simd::Vector512.Create(key1);
        {{Rounds()}}
            return a;
        }
        """);

    /// <summary>Five groups of four rounds, each followed by the next two key words and its own number.</summary>
    private static string Rounds()
    {
        int[] rotations = [13, 15, 26, 6, 17, 29, 16, 24];
        List<string> lines = [];
        for (int round = 0; round < 20; round++)
        {
            int left = rotations[round % 8];
            lines.Add($"    a += b; b = ((b << {left}) | (b >>> {32 - left})) ^ a;");
            if (round % 4 != 3)
                continue;
            int group = round / 4 + 1;
            lines.Add($"    a += __Simd::Vector512.Create(key{group % 3});");
            if (group < 5)
                lines.Add($"    b += __Simd::Vector512.Create(key{(group + 1) % 3} + {group}u);");
        }

        return string.Join("\n", lines);
    }
}
