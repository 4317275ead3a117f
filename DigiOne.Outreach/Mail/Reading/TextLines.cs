namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The lines of a text, by where they begin and end.</summary>
internal readonly struct TextLines(string text, int from = 0)
{
    public Enumerator GetEnumerator() => new(text, from);

    internal struct Enumerator(string text, int from)
    {
        private int _next = from;

        public (int Start, int End) Current { get; private set; }

        public bool MoveNext()
        {
            if (_next >= text.Length)
                return false;
            var end = text.IndexOf('\n', _next);
            Current = (_next, end < 0 ? text.Length : end);
            _next = end < 0 ? text.Length : end + 1;
            return true;
        }
    }
}
