/* Only for trying RiskGuard under wine: Windows 10 and later have icuuc.dll in system32, wine has not.

   Qt6Core asks its converter functions for text in foreign encodings; RiskGuard speaks UTF-8, so it is enough that
   they are there. Every one answers 0: no converter, no bytes, no error. */

#define ABSENT(name) \
    __declspec(dllexport) long long name(void) { return 0; }

ABSENT(ucnv_open)
ABSENT(ucnv_close)
ABSENT(ucnv_reset)
ABSENT(ucnv_getName)
ABSENT(ucnv_getMaxCharSize)
ABSENT(ucnv_getStandardName)
ABSENT(ucnv_getAvailableName)
ABSENT(ucnv_countAvailable)
ABSENT(ucnv_getToUCallBack)
ABSENT(ucnv_setToUCallBack)
ABSENT(ucnv_getFromUCallBack)
ABSENT(ucnv_setFromUCallBack)
ABSENT(ucnv_cbToUWriteUChars)
ABSENT(ucnv_cbFromUWriteUChars)
ABSENT(ucnv_toUnicode)
ABSENT(ucnv_fromUnicode)
ABSENT(ucnv_toUCountPending)
ABSENT(ucnv_fromUCountPending)
ABSENT(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
ABSENT(UCNV_TO_U_CALLBACK_SUBSTITUTE)
