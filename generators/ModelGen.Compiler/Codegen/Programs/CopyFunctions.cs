namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The text of the functions that copy between a caller's memory and tensors.</summary>
internal static class CopyFunctions
{
    private const string Rows = "int rowLength, int rowStride, nint first, nint last";
    private const string Span = "__Interop::MemoryMarshal.CreateSpan";

    public const string CopyOut = $$"""
        // Rows of a tensor to the caller's memory: at once where nothing lies between them.
        private static void CopyOut(ref float source, global::System.Span<float> target, {{Rows}})
        {
            if (rowLength == rowStride)
            {
                var part = target.Slice((int)first * rowLength, (int)(last - first) * rowLength);
                var all = __Interop::MemoryMarshal.CreateReadOnlySpan(ref __Clr::Unsafe.Add(ref source, first * rowLength), part.Length);
                all.CopyTo(part);
                return;
            }

            for (var row = first; row < last; row++)
            {
                var from = __Interop::MemoryMarshal.CreateReadOnlySpan(ref __Clr::Unsafe.Add(ref source, row * rowStride), rowLength);
                from.CopyTo(target.Slice((int)row * rowLength, rowLength));
            }
        }
        """;

    public const string CopyIn = $$"""
        // The caller's memory to rows of a tensor: at once where nothing lies between them.
        private static void CopyIn(global::System.ReadOnlySpan<float> source, ref float target, {{Rows}})
        {
            if (rowLength == rowStride)
            {
                var part = source.Slice((int)first * rowLength, (int)(last - first) * rowLength);
                part.CopyTo(__Interop::MemoryMarshal.CreateSpan(ref __Clr::Unsafe.Add(ref target, first * rowLength), part.Length));
                return;
            }

            for (var row = first; row < last; row++)
            {
                var to = __Interop::MemoryMarshal.CreateSpan(ref __Clr::Unsafe.Add(ref target, row * rowStride), rowLength);
                source.Slice((int)row * rowLength, rowLength).CopyTo(to);
            }
        }
        """;

    public const string CopyLabels = $$"""
        // Labels as floats, which hold them exactly.
        private static void CopyLabels(global::System.ReadOnlySpan<int> labels, ref float target, {{Rows}})
        {
            for (var row = first; row < last; row++)
            {
                for (var within = 0; within < rowLength; within++)
                    __Clr::Unsafe.Add(ref target, (row * rowStride) + within) = labels[((int)row * rowLength) + within];
            }
        }
        """;

    public const string TransposeIn = """
        // Packs the caller's samples into blocks of sixteen with samples in the lanes. The first is a multiple of sixteen.
        private static void TransposeIn(global::System.ReadOnlySpan<float> source, ref float target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = global::System.Math.Min(16, last - block);
                ref var from = ref __Interop::MemoryMarshal.GetReference(source.Slice((int)(block * size), (int)(count * size)));
                ref var to = ref __Clr::Unsafe.Add(ref target, block * size);
                for (nint i = 0; i < size; i++)
                {
                    ref var element = ref __Clr::Unsafe.Add(ref from, i);
                    nint s = 0;
                    for (; s <= count - 4; s += 4)
                    {
                        var four = __Simd::Vector128.Create(
                            __Clr::Unsafe.Add(ref element, s * size),
                            __Clr::Unsafe.Add(ref element, (s + 1) * size),
                            __Clr::Unsafe.Add(ref element, (s + 2) * size),
                            __Clr::Unsafe.Add(ref element, (s + 3) * size));
                        __Simd::Vector128.StoreUnsafe(four, ref __Clr::Unsafe.Add(ref to, (i * 16) + s));
                    }

                    for (; s < count; s++) __Clr::Unsafe.Add(ref to, (i * 16) + s) = __Clr::Unsafe.Add(ref element, s * size);
                }
            }
        }
        """;

    public const string ClearRest = $$"""
        // Zeros behind the last of n samples in its block of sixteen, so that sums may run over whole blocks.
        private static void ClearRest(ref float block, int size, nint last, nint n)
        {
            var count = (int)(n % 16);
            if (count == 0 || last != n) return;
            for (nint i = 0; i < size; i++)
                {{Span}}(ref __Clr::Unsafe.Add(ref block, ((n - count) * size) + (i * 16) + count), 16 - count).Clear();
        }
        """;

    public const string TransposeLabels = """
        // Packs labels as floats into blocks of sixteen samples.
        private static void TransposeLabels(global::System.ReadOnlySpan<int> labels, ref float target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = global::System.Math.Min(16, last - block);
                for (nint i = 0; i < size; i++)
                {
                    for (nint s = 0; s < count; s++)
                        __Clr::Unsafe.Add(ref target, (block * size) + (i * 16) + s) = labels[(int)(((block + s) * size) + i)];
                }
            }
        }
        """;

    public const string TransposeOut = """
        // Unpacks blocks of sixteen samples into the caller's memory.
        private static void TransposeOut(ref float source, global::System.Span<float> target, int size, nint first, nint last)
        {
            for (var block = first; block < last; block += 16)
            {
                var count = global::System.Math.Min(16, last - block);
                for (nint s = 0; s < count; s++)
                {
                    for (nint i = 0; i < size; i++)
                        target[(int)(((block + s) * size) + i)] = __Clr::Unsafe.Add(ref source, (block * size) + (i * 16) + s);
                }
            }
        }
        """;
}
