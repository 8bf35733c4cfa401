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

    public const string TurnIn = """
        // The caller's samples to blocks of sixteen in which they lie side by side. The first is a multiple of sixteen.
        private static void TurnIn(ReadOnlySpan<float> source, ref float target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = Math.Min(16, last - block);
                ref var from = ref MemoryMarshal.GetReference(source.Slice((int)(block * size), (int)(count * size)));
                ref var to = ref Unsafe.Add(ref target, block * size);
                for (nint i = 0; i < size; i++)
                {
                    ref var element = ref Unsafe.Add(ref from, i);
                    nint s = 0;
                    for (; s <= count - 4; s += 4)
                    {
                        var four = Vector128.Create(
                            Unsafe.Add(ref element, s * size),
                            Unsafe.Add(ref element, (s + 1) * size),
                            Unsafe.Add(ref element, (s + 2) * size),
                            Unsafe.Add(ref element, (s + 3) * size));
                        four.StoreUnsafe(ref Unsafe.Add(ref to, (i * 16) + s));
                    }

                    for (; s < count; s++) Unsafe.Add(ref to, (i * 16) + s) = Unsafe.Add(ref element, s * size);
                }
            }
        }
        """;

    public const string ClearRest = """
        // What a block of sixteen samples holds beyond the last of n: zeros, so that sums may run over whole blocks.
        private static void ClearRest(ref float block, int size, nint last, nint n)
        {
            var count = (int)(n % 16);
            if (count == 0 || last != n) return;
            for (nint i = 0; i < size; i++)
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref block, ((n - count) * size) + (i * 16) + count), 16 - count).Clear();
        }
        """;

    public const string TurnLabels = """
        // Labels as floats, sixteen samples side by side.
        private static void TurnLabels(ReadOnlySpan<int> labels, ref float target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = Math.Min(16, last - block);
                for (nint i = 0; i < size; i++)
                {
                    for (nint s = 0; s < count; s++)
                        Unsafe.Add(ref target, (block * size) + (i * 16) + s) = labels[(int)(((block + s) * size) + i)];
                }
            }
        }
        """;

    public const string TurnOut = """
        // Blocks of sixteen samples that lie side by side to the caller's memory.
        private static void TurnOut(ref float source, Span<float> target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = Math.Min(16, last - block);
                for (nint s = 0; s < count; s++)
                {
                    for (nint i = 0; i < size; i++)
                        target[(int)(((block + s) * size) + i)] = Unsafe.Add(ref source, (block * size) + (i * 16) + s);
                }
            }
        }
        """;
}
