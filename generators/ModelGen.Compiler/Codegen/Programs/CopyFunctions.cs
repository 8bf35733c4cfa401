namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The text of the functions that copy between a caller's memory and tensors.</summary>
internal static class CopyFunctions
{
    public const string CopyOut = """
        // Rows of a tensor to the caller's memory: at once where nothing lies between them.
        private static void CopyOut(ref float source, Span<float> target, int rowLength, int rowStride, nint first, nint last)
        {
            if (rowLength == rowStride)
            {
                var part = target.Slice((int)first * rowLength, (int)(last - first) * rowLength);
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, first * rowLength), part.Length).CopyTo(part);
                return;
            }

            for (var row = first; row < last; row++)
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, row * rowStride), rowLength).CopyTo(target.Slice((int)row * rowLength, rowLength));
        }
        """;

    public const string CopyIn = """
        // The caller's memory to rows of a tensor: at once where nothing lies between them.
        private static void CopyIn(ReadOnlySpan<float> source, ref float target, int rowLength, int rowStride, nint first, nint last)
        {
            if (rowLength == rowStride)
            {
                var part = source.Slice((int)first * rowLength, (int)(last - first) * rowLength);
                part.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, first * rowLength), part.Length));
                return;
            }

            for (var row = first; row < last; row++)
                source.Slice((int)row * rowLength, rowLength).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, row * rowStride), rowLength));
        }
        """;

    public const string CopyLabels = """
        // Labels as floats, which hold them exactly.
        private static void CopyLabels(ReadOnlySpan<int> labels, ref float target, int rowLength, int rowStride, nint first, nint last)
        {
            for (var row = first; row < last; row++)
            {
                for (var within = 0; within < rowLength; within++)
                    Unsafe.Add(ref target, (row * rowStride) + within) = labels[((int)row * rowLength) + within];
            }
        }
        """;
}
